package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.ingest.health.ReplicationSlotHealth;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ingest on a database whose processes are stopped: connections stand, and nothing ever comes. */
@Timeout(180)
class FrozenSourceIT {

    /** What bounds a quick statement, and some. */
    private static final Duration SAID_WITHIN = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void a_database_that_hangs_is_said_to_within_seconds_and_followed_again_when_it_goes_on() throws Exception {
        try (OwnServer own = new OwnServer(directory)) {
            Source source = new Source(own.database("frozen"));
            source.sql("INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', null)");
            try (Ingest ingest = new Ingest(source.settings);
                    ChangeLog log = new ChangeLog(source.name)) {
                ingest.start();
                log.through(source.lsn());
                await().atMost(SAID_WITHIN).until(() -> ingest.replicationSlot().failure() == null);
                assertThat(ingest.failure()).isNull();

                own.freeze();
                await().atMost(SAID_WITHIN)
                        .until(() -> ingest.failure() != null
                                && ingest.replicationSlot().failure() != null);
                assertThat(ingest.failure()).contains("does not answer");
                ReplicationSlotHealth lastKnown = ingest.replicationSlot();
                assertThat(lastKnown.standing()).isNotNull();
                assertThat(lastKnown.checkedAt()).isBefore(Instant.now());
                assertThat(ingest.state()).isEqualTo(Ingest.State.STREAMING);

                own.thaw();
                source.sql("INSERT INTO clubs VALUES (2, 'Red', 'Europe/Lisbon', null)");
                assertThat(ChangeLog.latest(log.through(source.lsn()))).containsKey(source.name + ":2/venue/clubs/2");
                await().atMost(SAID_WITHIN)
                        .until(() -> ingest.failure() == null
                                && ingest.replicationSlot().failure() == null);
                assertThat(ingest.replicationSlot().checkedAt()).isAfter(lastKnown.checkedAt());
            }
        }
    }

    @Test
    void a_sender_that_alone_stands_still_is_seen_by_the_silence() throws Exception {
        try (OwnServer own = new OwnServer(directory)) {
            Source source = new Source(own.database("silent"));
            try (Ingest ingest = new Ingest(source.settings);
                    ChangeLog log = new ChangeLog(source.name)) {
                ingest.start();
                log.through(source.lsn());

                own.freeze(List.of(source.sender()));
                await().atMost(SAID_WITHIN).until(() -> ingest.failure() != null);
                assertThat(ingest.failure()).startsWith("Nothing has come from the source's log for 1");

                own.thaw();
                log.through(source.lsn());
                await().atMost(SAID_WITHIN).until(() -> ingest.failure() == null);
            }
        }
    }
}
