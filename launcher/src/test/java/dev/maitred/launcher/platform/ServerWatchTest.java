package dev.maitred.launcher.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerWatchTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Restarts THREE =
            new Restarts(3, Duration.ofMinutes(5), Duration.ofMillis(1), Duration.ofMillis(50));

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
    void a_server_that_does_not_come_up_is_tried_on_and_comes_back_when_it_can() {
        Server broken = new Server();
        broken.startable = false;
        Server sound = new Server();
        try (ServerWatch watch = watching(broken)) {
            watch.add("sound", sound.alive::get, sound::restart);
            broken.alive.set(false);
            await().atMost(SOON).until(() -> broken.starts.get() > 5);
            sound.alive.set(false);
            await().atMost(SOON).until(() -> sound.starts.get() == 1);
            broken.startable = true;
            await().atMost(SOON).until(broken.alive::get);
        }
    }

    private static boolean isOver() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("watch-first"));
    }

    @Test
    void nothing_is_started_again_once_the_watch_is_closed() throws InterruptedException {
        Server server = new Server();
        ServerWatch watch = watching(server);
        watch.close();
        server.alive.set(false);
        assertThat(isOver()).isTrue();
        assertThat(server.starts).hasValue(0);
    }

    @Test
    void pauses_grow_and_old_attempts_are_forgotten() {
        Restarts.Attempts attempts =
                new Restarts(3, Duration.ofSeconds(100), Duration.ofMillis(250), Duration.ofSeconds(15)).new Attempts();
        assertThat(attempts.next(seconds(0))).isEqualTo(Duration.ofMillis(250));
        assertThat(attempts.next(seconds(10))).isEqualTo(Duration.ofMillis(500));
        assertThat(attempts.next(seconds(20))).isEqualTo(Duration.ofMillis(1_000));
        assertThat(attempts.next(seconds(30))).isEqualTo(Duration.ofSeconds(15));
        assertThat(attempts.next(seconds(45))).isEqualTo(Duration.ofSeconds(15));
        assertThat(attempts.next(seconds(200))).isEqualTo(Duration.ofMillis(250));
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
