/** Reads all rows of the mapped tables once, before the source's log is followed; what was cut off goes on. */
@NullMarked
package dev.maitred.ingest.snapshot;

import org.jspecify.annotations.NullMarked;
