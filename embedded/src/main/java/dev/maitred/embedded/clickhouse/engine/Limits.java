package dev.maitred.embedded.clickhouse.engine;

import java.util.List;

/**
 * What the engine may use of this machine.
 *
 * @param memoryBytes above this, statements fail with MEMORY_LIMIT_EXCEEDED instead of growing the process
 * @param threads threads of one statement, and of merges
 */
public record Limits(long memoryBytes, int threads) {
    private static final long SMALLEST_BYTES = 256L << 20;

    public Limits {
        if (memoryBytes < SMALLEST_BYTES || threads < 1) {
            throw new IllegalArgumentException("Expected at least " + SMALLEST_BYTES + " bytes and 1 thread, found "
                    + memoryBytes + " bytes and " + threads + " threads");
        }
    }

    /** The engine's own options: an embedded server is small, and its caches are smaller. */
    List<String> options() {
        return List.of(
                "--max_server_memory_usage=" + memoryBytes,
                "--mark_cache_size=33554432",
                "--index_mark_cache_size=8388608",
                "--primary_index_cache_size=33554432",
                "--uncompressed_cache_size=0",
                "--query_condition_cache_size=8388608",
                "--mmap_cache_size=64",
                "--compiled_expression_cache_size=8388608",
                "--background_pool_size=" + Math.max(2, threads),
                "--background_schedule_pool_size=4",
                "--background_common_pool_size=2",
                "--background_move_pool_size=1",
                "--background_fetches_pool_size=1",
                "--background_distributed_schedule_pool_size=1",
                "--background_message_broker_schedule_pool_size=2",
                "--background_buffer_flush_schedule_pool_size=1");
    }
}
