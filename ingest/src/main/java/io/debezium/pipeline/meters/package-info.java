/** One class of the connector's, replaced: the class path has ingest before the connector. */
@NullMarked
package io.debezium.pipeline.meters;

import org.jspecify.annotations.NullMarked;
