package dev.maitred.packs;

import dev.maitred.packs.workload.RaceLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Clients of a pack's application that all want the same at the same moment. */
public final class AllAtOnce {

    private AllAtOnce() {}

    /** What one client does. */
    @FunctionalInterface
    public interface Client {

        /** @return what it got, 0 or more */
        long act(int number) throws Exception;
    }

    /** All clients at once; the results of those who did not lose. */
    public static List<Long> together(int clients, Duration patience, Client client) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Long> won = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                Callable<Long> task = () -> {
                    start.await();
                    try {
                        return client.act(number);
                    } catch (RaceLostException lost) {
                        return -1L;
                    }
                };
                results.add(threads.submit(task));
            }
            start.countDown();
            for (Future<Long> result : results) {
                long value = result.get(patience.toSeconds(), TimeUnit.SECONDS);
                if (value >= 0) {
                    won.add(value);
                }
            }
        }
        return won;
    }
}
