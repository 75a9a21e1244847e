package dev.maitred.ingest.health;

import dev.maitred.contract.Lsn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL last said of ingest's replication slot, and when.
 *
 * @param name of the replication slot
 * @param standing null: PostgreSQL never answered, or answered that there is none
 * @param checkedAt when PostgreSQL last answered, by this machine's clock; null: never
 * @param failure why the last look was in vain; null while all is well
 */
public record ReplicationSlotHealth(
        String name,
        @Nullable Standing standing,
        @Nullable Instant checkedAt,
        @Nullable String failure) {

    /**
     * @param active whether it is in use
     * @param retainedBytes of write-ahead log that PostgreSQL keeps for it; null: none is kept any more
     * @param confirmedFlush how far what ingest published has been confirmed; null: nothing yet
     * @param walStatus reserved or extended: all is there; unreserved: soon not; lost: what ingest needs next is gone
     * @param safeWalBytes of write-ahead log that can still be written before the log is given up; null: there is no limit, or it is lost
     * @param growthBytesPerSecond of what is retained, over the last minute at most; negative while it shrinks; null: not known yet
     */
    public record Standing(
            boolean active,
            @Nullable Long retainedBytes,
            @Nullable Lsn confirmedFlush,
            @Nullable String walStatus,
            @Nullable Long safeWalBytes,
            @Nullable Long growthBytesPerSecond) {

        /** How long until the log is given up if it goes on like this; null: it does not grow, there is no limit, or it is not known. */
        public @Nullable Duration left() {
            return safeWalBytes == null || growthBytesPerSecond == null || growthBytesPerSecond <= 0
                    ? null
                    : Duration.ofSeconds(Math.max(0, safeWalBytes) / growthBytesPerSecond);
        }
    }
}
