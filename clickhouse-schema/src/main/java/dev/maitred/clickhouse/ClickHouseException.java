package dev.maitred.clickhouse;

import com.clickhouse.client.api.ServerException;
import org.jspecify.annotations.Nullable;

/** A statement that ClickHouse refused, with the file it came from. */
public class ClickHouseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClickHouseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether it was about a table that is not there: nobody has migrated this database yet. */
    public boolean isUnknownTable() {
        for (@Nullable Throwable cause = this; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException refused && refused.getCode() == ServerException.TABLE_NOT_FOUND) {
                return true;
            }
        }
        return false;
    }
}
