package dev.maitred.ops.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class EditionWatchTest {

    private static final Duration OFTEN = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofDays(1);

    private final Published reports = new Published();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private volatile boolean wanted = true;
    private @Nullable EditionWatch watch;

    /** Reports of which only the edition is asked. */
    private static final class Published implements Reports {

        private volatile Edition edition = Edition.NONE;
        private volatile @Nullable RuntimeException failure;
        private final AtomicInteger questions = new AtomicInteger();

        @Override
        public Edition edition() {
            questions.incrementAndGet();
            RuntimeException now = failure;
            if (now != null) {
                throw now;
            }
            return edition;
        }

        @Override
        public Optional<Report<Night360>> night360(String venue, String slot) {
            throw new AssertionError("nobody asked for a night");
        }

        @Override
        public Nights nights(LocalDate date) {
            throw new AssertionError("nobody asked for nights");
        }

        @Override
        public Nights lastNights() {
            throw new AssertionError("nobody asked for nights");
        }
    }

    private EditionWatch watching(Duration every) {
        EditionWatch started = new EditionWatch(reports, every);
        watch = started;
        started.start(() -> wanted, () -> told.add(new String(started.json(), StandardCharsets.UTF_8)));
        return started;
    }

    @AfterEach
    void stop() {
        watch.close();
    }

    private String next() throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void each_edition_is_told_once() throws InterruptedException {
        watching(OFTEN);
        assertThat(next()).contains("\"available\":true", "\"nights\":0");
        reports.edition = new Edition("A1", 6);
        assertThat(next()).contains("\"edition\":\"A1\"", "\"nights\":6");
        int before = reports.questions.get();
        await().until(() -> reports.questions.get() > before + 3);
        assertThat(told).isEmpty();
    }

    @Test
    void nothing_is_asked_while_nobody_listens_but_who_comes_is_told_at_once() throws InterruptedException {
        wanted = false;
        EditionWatch quiet = watching(NEVER);
        assertThat(quiet.json()).isNull();
        assertThat(reports.questions).hasValue(0);
        quiet.lookNow();
        assertThat(next()).contains("\"nights\":0");
    }

    @Test
    void why_there_are_no_reports_is_told_and_a_failure_does_not_end_the_watch() throws InterruptedException {
        reports.failure = new ReportsUnavailableException("no ClickHouse here", null);
        watching(OFTEN);
        assertThat(next()).contains("\"available\":false", "no ClickHouse here");
        reports.failure = new IllegalStateException("a fault");
        int before = reports.questions.get();
        await().until(() -> reports.questions.get() > before + 1);
        reports.failure = null;
        assertThat(next()).contains("\"available\":true");
    }
}
