package dev.maitred.launcher.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerWatchTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Restarts THREE = new Restarts(3, Duration.ofMinutes(5), Duration.ofMillis(1));

    /** A server that lives or not as it is told, and counts how often it was started again. */
    private static final class Server {

        final AtomicBoolean alive = new AtomicBoolean(true);
        final AtomicInteger starts = new AtomicInteger();
        volatile boolean startable = true;

        void restart() throws IOException {
            starts.incrementAndGet();
            if (!startable) {
                throw new IOException("no");
            }
            alive.set(true);
        }
    }

    @Test
    void a_server_that_died_is_started_again_and_watched_on() {
        Server server = new Server();
        try (ServerWatch watch = watching(server)) {
            for (int death = 1; death <= 2; death++) {
                int deaths = death;
                server.alive.set(false);
                await().atMost(SOON).until(() -> server.alive.get() && server.starts.get() == deaths);
            }
        }
    }

    @Test
    void a_server_that_does_not_come_up_is_given_up_and_another_one_is_watched_on() throws InterruptedException {
        Server broken = new Server();
        broken.startable = false;
        Server sound = new Server();
        try (ServerWatch watch = watching(broken)) {
            watch.add("sound", sound.alive::get, sound::restart);
            broken.alive.set(false);
            await().atMost(SOON).until(() -> broken.starts.get() == 3);
            await().atMost(SOON).until(ServerWatchTest::isGivenUp);
            sound.alive.set(false);
            await().atMost(SOON).until(() -> sound.starts.get() == 1);
            assertThat(broken.starts).hasValue(3);
        }
    }

    private static boolean isGivenUp() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("watch-first"));
    }

    @Test
    void nothing_is_started_again_once_the_watch_is_closed() throws InterruptedException {
        Server server = new Server();
        ServerWatch watch = watching(server);
        watch.close();
        server.alive.set(false);
        assertThat(isGivenUp()).isTrue();
        assertThat(server.starts).hasValue(0);
    }

    @Test
    void pauses_grow_and_old_attempts_are_forgotten() {
        Restarts.Attempts attempts = new Restarts(3, Duration.ofSeconds(100), Duration.ofMillis(250)).new Attempts();
        assertThat(attempts.next(seconds(0))).contains(Duration.ofMillis(250));
        assertThat(attempts.next(seconds(10))).contains(Duration.ofMillis(500));
        assertThat(attempts.next(seconds(20))).contains(Duration.ofMillis(1_000));
        assertThat(attempts.next(seconds(30))).isEqualTo(Optional.empty());
        assertThat(attempts.next(seconds(105))).contains(Duration.ofMillis(1_000));
        assertThat(attempts.next(seconds(300))).contains(Duration.ofMillis(250));
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static ServerWatch watching(Server server) {
        ServerWatch watch = new ServerWatch(THREE, Duration.ofMillis(1));
        watch.add("first", server.alive::get, server::restart);
        return watch;
    }
}
