package dev.maitred.clickhouse;

/**
 * Where a ClickHouse is and who is asking.
 *
 * @param url the HTTP interface: {@code http://127.0.0.1:8123}
 * @param database of the Atomic engine, there already
 */
public record ClickHouseAddress(String url, String database, String user, String password) {

    public ClickHouseAddress {
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "Expected ClickHouse's HTTP interface, as in http://127.0.0.1:8123, found \"" + url + "\"");
        }
        url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    public String jdbcUrl() {
        return "jdbc:clickhouse:" + url + "/" + database;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url + "/" + database + " as " + user;
    }
}
