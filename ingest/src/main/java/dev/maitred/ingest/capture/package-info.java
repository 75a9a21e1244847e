/** The life of the Debezium engine, and what it delivers. */
@NullMarked
package dev.maitred.ingest.capture;

import org.jspecify.annotations.NullMarked;
