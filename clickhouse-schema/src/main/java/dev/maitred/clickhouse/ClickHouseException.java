package dev.maitred.clickhouse;

import org.jspecify.annotations.Nullable;

/** A statement that ClickHouse refused, with the file it came from. */
public class ClickHouseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClickHouseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
