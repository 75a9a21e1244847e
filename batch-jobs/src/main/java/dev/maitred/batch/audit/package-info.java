/** What the marts are compared with: the sources' own totals. */
@NullMarked
package dev.maitred.batch.audit;

import org.jspecify.annotations.NullMarked;
