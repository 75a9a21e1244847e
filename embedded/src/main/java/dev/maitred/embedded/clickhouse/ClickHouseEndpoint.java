package dev.maitred.embedded.clickhouse;

/**
 * Where and as whom to reach ClickHouse.
 *
 * @param url the HTTP address, {@code http://host:port}
 */
public record ClickHouseEndpoint(String url, String host, int port, String database, String user, String password) {

    static ClickHouseEndpoint local(int port, String database, String user, String password) {
        return new ClickHouseEndpoint("http://127.0.0.1:" + port, "127.0.0.1", port, database, user, password);
    }

    /** The address for the official JDBC driver; user and password go beside it. */
    public String jdbcUrl() {
        return "jdbc:clickhouse://" + host + ":" + port + "/" + database;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ClickHouseEndpoint[" + user + " at " + url + "/" + database + "]";
    }
}
