package dev.maitred.ops.reports;

import java.time.Instant;

/**
 * The envelope around a report.
 *
 * @param audited compared with the source at {@code asOf} and equal, and unchanged since
 * @param notAudited why not; empty when audited
 * @param historySince from when on every change is known; of earlier nights only final states are
 */
public record Report<T>(
        T value, AsOf asOf, boolean audited, String notAudited, Instant historySince, Instant publishedAt) {

    /**
     * @param lsn what committed up to here is in it
     * @param time the source's clock there
     */
    public record AsOf(String lsn, Instant time) {}
}
