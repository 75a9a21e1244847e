/** Reports: finished marts from ClickHouse, each with what it is as of and whether it was audited. */
@NullMarked
package dev.maitred.ops.reports;

import org.jspecify.annotations.NullMarked;
