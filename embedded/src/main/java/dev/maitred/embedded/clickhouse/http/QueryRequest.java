package dev.maitred.embedded.clickhouse.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.maitred.embedded.clickhouse.engine.EngineException;
import dev.maitred.embedded.clickhouse.wire.ContentCoding;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the URL and the headers of a request say.
 *
 * @param sql the URL's {@code query}, in front of what the body holds
 * @param format the result's format unless the statement names one
 * @param settings URL parameters that are none of the protocol's own, by name
 * @param parameters values of {@code param_x}, by x
 * @param framesIn whether the body is compressed in ClickHouse's frames
 * @param framesOut whether the answer is to be
 * @param coding the content coding of the answer that the client accepts and asks for
 * @param whole whether the answer may begin only when the statement has ended
 */
record QueryRequest(
        String queryId,
        String database,
        String sql,
        String format,
        Map<String, String> settings,
        Map<String, String> parameters,
        boolean framesIn,
        boolean framesOut,
        Optional<ContentCoding> coding,
        boolean whole,
        boolean readOnly) {
    private static final Set<String> NOT_SETTINGS = Set.of(
            "query",
            "database",
            "user",
            "password",
            "quota_key",
            "query_id",
            "session_id",
            "session_timeout",
            "session_check",
            "default_format",
            "compress",
            "decompress",
            "enable_http_compression",
            "wait_end_of_query",
            "buffer_size",
            "stacktrace",
            "role",
            "client_protocol_version",
            "log_comment",
            "readonly");

    static QueryRequest of(HttpExchange exchange) throws EngineException {
        Map<String, String> url = parameters(exchange.getRequestURI().getRawQuery());
        Headers headers = exchange.getRequestHeaders();
        Map<String, String> settings = new LinkedHashMap<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        url.forEach((name, value) -> {
            if (name.startsWith("param_")) {
                parameters.put(name.substring("param_".length()), value);
            } else if (!NOT_SETTINGS.contains(name)) {
                settings.put(name, value);
            }
        });
        if (url.containsKey("session_id")) {
            throw new EngineException(
                    48, "NOT_IMPLEMENTED", "session_id is not taken here: every request has a session of its own");
        }
        return new QueryRequest(
                first(
                        url,
                        "query_id",
                        headers,
                        "X-ClickHouse-Query-Id",
                        UUID.randomUUID().toString()),
                first(url, "database", headers, "X-ClickHouse-Database", "default"),
                url.getOrDefault("query", ""),
                first(url, "default_format", headers, "X-ClickHouse-Format", "TabSeparated"),
                settings,
                parameters,
                isSet(url, "decompress"),
                isSet(url, "compress"),
                isSet(url, "enable_http_compression")
                        ? Optional.ofNullable(headers.getFirst("Accept-Encoding"))
                                .flatMap(ContentCoding::accepted)
                        : Optional.empty(),
                isSet(url, "wait_end_of_query"),
                exchange.getRequestMethod().equals("GET"));
    }

    /** Name and value of each parameter of a URL, the last one where a name comes twice. */
    static Map<String, String> parameters(@Nullable String rawQuery) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (rawQuery == null) {
            return parameters;
        }
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                parameters.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** The statement that gives a fresh session this request's settings; the query's id becomes its comment. */
    String set() throws EngineException {
        StringBuilder set = new StringBuilder("SET log_comment=").append(literal(queryId));
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (!setting.getKey().matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
                throw new EngineException(115, "UNKNOWN_SETTING", "Unknown setting '" + setting.getKey() + "'");
            }
            set.append(", ").append(setting.getKey()).append('=').append(literal(setting.getValue()));
        }
        return set.append(readOnly ? ", readonly='2'" : "").toString();
    }

    /** A string literal of ClickHouse's SQL. */
    static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String first(
            Map<String, String> url, String parameter, Headers headers, String header, String otherwise) {
        String value = url.get(parameter);
        if (value == null || value.isEmpty()) {
            value = headers.getFirst(header);
        }
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static boolean isSet(Map<String, String> url, String parameter) {
        String value = url.getOrDefault(parameter, "0");
        return value.equals("1") || value.equalsIgnoreCase("true");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
