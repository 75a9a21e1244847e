package dev.maitred.launcher.draft;

import dev.maitred.mapping.source.SourceDatabase;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A database as people write it: {@code postgresql://user:password@host:5432/name}, with or without {@code jdbc:} before it. */
final class DatabaseUrl {

    private static final int USUAL_PORT = 5432;

    private DatabaseUrl() {}

    /**
     * @param environment asked for PGUSER and PGPASSWORD, which stand for what the URL leaves out
     * @throws IllegalArgumentException saying what was expected, never with the password
     */
    static SourceDatabase parse(String text, UnaryOperator<@Nullable String> environment) {
        URI uri;
        try {
            uri = URI.create(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
        } catch (IllegalArgumentException e) {
            throw unusable("found no URL");
        }
        boolean known = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        if (!known
                || uri.getHost() == null
                || uri.getPath() == null
                || uri.getPath().length() < 2) {
            throw unusable("found another form");
        }
        Map<String, String> query = query(uri);
        String[] parts = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String user = parts.length > 0 ? decoded(parts[0]) : query.getOrDefault("user", or(environment, "PGUSER"));
        String password =
                parts.length > 1 ? decoded(parts[1]) : query.getOrDefault("password", or(environment, "PGPASSWORD"));
        if (user.isEmpty()) {
            throw unusable("found no user");
        }
        return new SourceDatabase(
                uri.getHost(),
                uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                uri.getPath().substring(1),
                user,
                password);
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String each : uri.getRawQuery().split("&")) {
                int equals = each.indexOf('=');
                if (equals > 0) {
                    query.put(each.substring(0, equals), decoded(each.substring(equals + 1)));
                }
            }
        }
        return query;
    }

    private static String or(UnaryOperator<@Nullable String> environment, String name) {
        String value = environment.apply(name);
        return value == null ? "" : value;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException unusable(String found) {
        return new IllegalArgumentException("--database: expected postgresql://user@host:5432/name, " + found
                + "; the password may stand in the environment as PGPASSWORD");
    }
}
