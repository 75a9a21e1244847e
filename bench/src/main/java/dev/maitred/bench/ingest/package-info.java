/** Ingest beside Kafka Connect and the least that can read the same log: catch-up, memory, processor time at rest, freshness. */
@NullMarked
package dev.maitred.bench.ingest;

import org.jspecify.annotations.NullMarked;
