/** Kafka as a broker inside this process, durable under one directory. */
@NullMarked
package dev.maitred.embedded.kafka;

import org.jspecify.annotations.NullMarked;
