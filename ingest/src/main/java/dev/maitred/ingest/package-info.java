/** Change data capture of one source: from its write-ahead log to the change logs, exactly once. */
@NullMarked
package dev.maitred.ingest;

import org.jspecify.annotations.NullMarked;
