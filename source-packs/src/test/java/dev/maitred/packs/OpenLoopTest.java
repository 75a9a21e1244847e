package dev.maitred.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OpenLoopTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void every_beat_has_a_number_of_its_own() {
        Set<Long> numbers = ConcurrentHashMap.newKeySet();
        try (OpenLoop loop = new OpenLoop("test", 1_000, 100, numbers::add)) {
            loop.start();
            await().atMost(BOUND).until(() -> numbers.size() > 50);
        }
        assertThat(numbers).contains(0L);
    }

    @Test
    void beats_that_would_be_too_many_at_once_are_skipped() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (OpenLoop loop = new OpenLoop("test", 1_000, 3, number -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            release.await();
            underWay.decrementAndGet();
        })) {
            loop.start();
            await().atMost(BOUND).until(() -> loop.skipped() > 20);
            release.countDown();
        }
        assertThat(most).hasValue(3);
    }

    @Test
    void it_ends_though_a_beat_hangs() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        OpenLoop loop = new OpenLoop("test", 100, 1, number -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        loop.start();
        await().atMost(BOUND).until(() -> begun.getCount() == 0);
        assertTimeoutPreemptively(BOUND, loop::close);
        await().atMost(BOUND).until(() -> interrupted.getCount() == 0);
    }

    @Test
    void it_is_started_once() {
        try (OpenLoop loop = new OpenLoop("test", 1, 1, number -> {})) {
            loop.start();
            assertThatThrownBy(loop::start).isInstanceOf(IllegalStateException.class);
        }
    }
}
