package dev.maitred.embedded.clickhouse;

/** ClickHouse cannot run on this machine, for the reason that the message gives; everything but reports can. */
public final class ClickHouseUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public ClickHouseUnavailableException(String reason) {
        super(reason);
    }
}
