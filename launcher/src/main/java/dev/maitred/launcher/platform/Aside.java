package dev.maitred.launcher.platform;

import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Parts of the start that run beside the others, each on a thread of its own: class loaders of pools' threads differ. */
final class Aside {

    private Aside() {}

    static <T extends @Nullable Object> CompletableFuture<T> start(String name, Callable<T> part) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return part.call();
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().name(name).start(task));
    }

    /** Waits for its end; what it threw is thrown as it was. */
    static <T> T join(CompletableFuture<T> part) throws SQLException {
        try {
            return part.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
