/** Rows read again beside the stream: of a venue, of a table, or of all that looks up a parent that changed. */
@NullMarked
package dev.maitred.ingest.resync;

import org.jspecify.annotations.NullMarked;
