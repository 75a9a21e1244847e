/** What must be remembered of rows, no more. */
@NullMarked
package dev.maitred.ingest.memory;

import org.jspecify.annotations.NullMarked;
