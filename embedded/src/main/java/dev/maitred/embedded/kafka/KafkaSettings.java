package dev.maitred.embedded.kafka;

import dev.maitred.embedded.LoopbackPort;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the broker is configured to be: one node that keeps everything, answers at once and stays small. */
public final class KafkaSettings {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /** The largest record batch that is taken, 16 MiB: a row with a large document, or a transaction's batch. */
    public static final int LARGEST_BATCH_BYTES = 16 << 20;

    private static final String LISTENER = "PLAINTEXT";

    private KafkaSettings() {}

    /**
     * What makes a broker behave as the platform expects, wherever it runs; a container gets the same by its environment.
     */
    public static Map<String, String> behaviour() {
        Map<String, String> settings = new LinkedHashMap<>();
        // One broker: every topic has one replica.
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");

        // 50 partitions each would be made at first use and recovered after a crash, for a handful of groups.
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.num.partitions", "1");

        // A misspelt topic is an error, not a new topic.
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", Integer.toString(LARGEST_BATCH_BYTES));
        settings.put("replica.fetch.max.bytes", Integer.toString(LARGEST_BATCH_BYTES));

        // Transactions: 20 ms of waiting between two of them become 1; large source transactions take their time.
        settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
        settings.put("transaction.max.timeout.ms", "900000");

        // A killed member, or this broker's own former life, is forgotten in seconds.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        settings.put("group.coordinator.rebalance.protocols", "classic,consumer,streams");
        for (String protocol : new String[] {"group.consumer.", "group.streams."}) {
            settings.put(protocol + "session.timeout.ms", "3000");
            settings.put(protocol + "min.session.timeout.ms", "3000");
            settings.put(protocol + "heartbeat.interval.ms", "500");
            settings.put(protocol + "min.heartbeat.interval.ms", "500");
        }
        settings.put("group.streams.initial.rebalance.delay.ms", "0");
        settings.put("group.streams.num.standby.replicas", "0");
        return settings;
    }

    /** All settings of the embedded broker. */
    static Map<String, String> of(Path logDirectory, int port, int controllerPort) {
        Map<String, String> settings = behaviour();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dirs", logDirectory.toString());
        settings.put("listeners", address(LISTENER, port) + "," + address(CONTROLLER_LISTENER, controllerPort));
        settings.put("advertised.listeners", address(LISTENER, port));
        settings.put("inter.broker.listener.name", LISTENER);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("listener.security.protocol.map", LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("controller.quorum.voters", NODE_ID + "@" + LoopbackPort.HOST + ":" + controllerPort);

        // The only voter need not wait for others.
        settings.put("controller.quorum.election.timeout.ms", "200");
        settings.put("controller.quorum.election.backoff.max.ms", "100");

        // Two cores, one machine, one heap with the rest of the platform.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("log.cleaner.dedupe.buffer.size", "16777216");
        settings.put("log.cleaner.io.buffer.size", "262144");
        settings.put("log.index.size.max.bytes", "2097152");
        settings.put("queued.max.requests", "100");
        return settings;
    }

    private static String address(String listener, int port) {
        return listener + "://" + LoopbackPort.HOST + ":" + port;
    }
}
