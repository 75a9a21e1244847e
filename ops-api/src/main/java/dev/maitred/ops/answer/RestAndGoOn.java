package dev.maitred.ops.answer;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/** What happens when a replica cannot take a record or cannot ask its broker: it is told, and tried again after a rest. */
final class RestAndGoOn implements CommonErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RestAndGoOn.class);

    private final String topic;
    private final Rests rests;

    RestAndGoOn(String topic, Rests rests) {
        this.topic = topic;
        this.rests = rests;
    }

    /** The reader has already gone back to the record that failed; nothing of the batch is left to be given again. */
    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    @Override
    public void handleBatch(
            Exception failure,
            ConsumerRecords<?, ?> batch,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable again) {
        rest(failure, container);
    }

    @Override
    public void handleOtherException(
            Exception failure, Consumer<?, ?> consumer, MessageListenerContainer container, boolean isBatch) {
        rest(failure, container);
    }

    private void rest(Exception failure, MessageListenerContainer container) {
        if (!container.isRunning()) {
            return;
        }
        Duration rest = rests.next();
        LOG.error(
                "The replica of {} failed; it goes on where it stopped in {} ms. Its answers age meanwhile",
                topic,
                rest.toMillis(),
                failure);
        try {
            ListenerUtils.stoppableSleep(container, rest.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
