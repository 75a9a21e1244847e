package dev.maitred.ingest;

import dev.maitred.ingest.capture.CaptureSink;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;

/**
 * The two places between which all that can be lost is in memory only: a crash there is what the exactness tests are made of.
 *
 * @param capture between the engine and what assembles its rows
 * @param kafka between publication and Kafka
 */
record Seams(UnaryOperator<CaptureSink> capture, UnaryOperator<Producer<byte[], byte[]>> kafka) {

    static final Seams NONE = new Seams(UnaryOperator.identity(), UnaryOperator.identity());
}
