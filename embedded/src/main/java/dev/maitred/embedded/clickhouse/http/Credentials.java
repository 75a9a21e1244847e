package dev.maitred.embedded.clickhouse.http;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one user that may speak to this server. */
public record Credentials(String user, String password) {

    /** Whether a request carries these credentials, in any of the three places where ClickHouse looks for them. */
    boolean match(Headers headers, Map<String, String> url) {
        String authorization = headers.getFirst("Authorization");
        if (authorization != null) {
            return authorization.regionMatches(true, 0, "Basic ", 0, 6) && matchesBasic(authorization.substring(6));
        }
        if (headers.containsKey("X-ClickHouse-User") || headers.containsKey("X-ClickHouse-Key")) {
            return matches(headers.getFirst("X-ClickHouse-User"), headers.getFirst("X-ClickHouse-Key"));
        }
        return matches(url.get("user"), url.get("password"));
    }

    private boolean matchesBasic(String encoded) {
        try {
            String[] parts =
                    new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8).split(":", 2);
            return matches(parts[0], parts.length == 2 ? parts[1] : "");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean matches(@Nullable String givenUser, @Nullable String givenPassword) {
        return same(user, givenUser) & same(password, givenPassword);
    }

    /** Takes the same time wherever the difference is. */
    private static boolean same(String expected, @Nullable String given) {
        byte[] other = (given == null ? "" : given).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(other, expected.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
