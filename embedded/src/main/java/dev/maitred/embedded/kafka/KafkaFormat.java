package dev.maitred.embedded.kafka;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Kafka's storage is formatted once: cluster id, node id and the features that its data may use. */
final class KafkaFormat {

    private KafkaFormat() {}

    /** Formats the directory unless it is; a format that was killed half-way is done again. */
    static void ensure(Path logDirectory) throws Exception {
        // Written last by the formatter.
        if (Files.exists(logDirectory.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(logDirectory);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream quiet = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(quiet)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(KafkaSettings.NODE_ID)
                    .setControllerListenerName(KafkaSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(logDirectory.toString())
                    .addDirectory(logDirectory.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setFeatureLevel("streams.version", (short) 1)
                    .setIgnoreFormatted(true)
                    .run();
        }
    }
}
