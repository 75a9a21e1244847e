/** Kafka transactions that hold whole source transactions, their offset, and what is remembered of rows. */
@NullMarked
package dev.maitred.ingest.publish;

import org.jspecify.annotations.NullMarked;
