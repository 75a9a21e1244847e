/** A class of the connector that ingest replaces (ADR 10): it must bear the connector's name. */
@NullMarked
package io.debezium.connector.postgresql.connection.pgoutput;

import org.jspecify.annotations.NullMarked;
