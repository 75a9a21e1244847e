package dev.maitred.clickhouse;

/** ClickHouse does not answer at its address. */
public final class ClickHouseUnavailableException extends ClickHouseException {

    private static final long serialVersionUID = 1L;

    public ClickHouseUnavailableException(ClickHouseAddress address, Throwable cause) {
        super(
                "ClickHouse does not answer at " + address + ": " + rootMessage(cause)
                        + ". Start it, or correct the address; nothing was lost, and what was under way can be started again.",
                cause);
    }

    private static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
