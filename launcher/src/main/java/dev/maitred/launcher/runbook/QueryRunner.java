package dev.maitred.launcher.runbook;

import dev.maitred.launcher.running.RunningPlatform;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs a runbook's queries against a live platform: GET alone, and SQL that cannot write. */
final class QueryRunner {

    private static final Duration HTTP_PATIENCE = Duration.ofSeconds(10);
    private static final int SQL_PATIENCE_MILLIS = 5_000;
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final RunningPlatform platform;

    QueryRunner(RunningPlatform platform) {
        this.platform = platform;
    }

    /** The answer as JSON; rows are an array of objects. What fails is an answer too, with the reason under {@code failure}. */
    JsonNode run(Runbook.Query query) throws InterruptedException {
        return switch (query.language()) {
            case HTTP -> get(query.source().substring("GET ".length()));
            case SQL -> rows(query.source());
        };
    }

    private JsonNode get(String path) throws InterruptedException {
        try {
            HttpResponse<String> answer = platform.get(path, HTTP_PATIENCE);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            return failure("No answer within " + HTTP_PATIENCE.toSeconds() + " s: " + e.getMessage());
        } catch (JacksonException e) {
            return failure("The answer is not JSON: " + e.getOriginalMessage());
        }
    }

    private JsonNode rows(String sql) {
        try (Connection connection =
                platform.bookingDatabase(platform.endpoints().postgres())) {
            // Read-only by the session, so that a runbook cannot leave the transaction and write in the next.
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
                statement.execute("SET statement_timeout = " + SQL_PATIENCE_MILLIS);
                connection.commit();
                try (ResultSet rows = statement.executeQuery(sql)) {
                    return json(rows);
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            return failure("The query failed: " + e.getMessage());
        }
    }

    private static ArrayNode json(ResultSet rows) throws SQLException {
        ArrayNode all = NODES.arrayNode();
        ResultSetMetaData meta = rows.getMetaData();
        while (rows.next()) {
            ObjectNode row = all.addObject();
            for (int column = 1; column <= meta.getColumnCount(); column++) {
                row.set(meta.getColumnLabel(column), value(rows.getObject(column)));
            }
        }
        return all;
    }

    private static JsonNode value(Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Boolean truth -> NODES.booleanNode(truth);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case java.math.BigDecimal number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            default -> NODES.stringNode(value.toString());
        };
    }

    private static ObjectNode failure(String reason) {
        return NODES.objectNode().put("failure", reason);
    }
}
