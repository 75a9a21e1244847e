/** A class of the connector that ingest replaces (ADR 3): it must bear the connector's name. */
@NullMarked
package io.debezium.heartbeat;

import org.jspecify.annotations.NullMarked;
