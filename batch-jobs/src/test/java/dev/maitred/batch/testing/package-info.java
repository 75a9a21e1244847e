/** What the module's integration tests share: a ClickHouse, a change log written by hand, a source that counts by SQL. */
@NullMarked
package dev.maitred.batch.testing;

import org.jspecify.annotations.NullMarked;
