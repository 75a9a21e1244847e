package dev.maitred.embedded.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final Credentials CREDENTIALS = new Credentials("maitred", "p:w");

    @Test
    void each_of_clickhouses_three_places_is_looked_at() {
        assertThat(CREDENTIALS.match(headers("Authorization", basic("maitred:p:w")), Map.of()))
                .isTrue();
        assertThat(CREDENTIALS.match(headers("X-ClickHouse-User", "maitred", "X-ClickHouse-Key", "p:w"), Map.of()))
                .isTrue();
        assertThat(CREDENTIALS.match(new Headers(), Map.of("user", "maitred", "password", "p:w")))
                .isTrue();
    }

    @Test
    void anything_else_is_refused() {
        assertThat(CREDENTIALS.match(new Headers(), Map.of())).isFalse();
        assertThat(CREDENTIALS.match(headers("Authorization", basic("maitred:p:x")), Map.of()))
                .isFalse();
        assertThat(CREDENTIALS.match(headers("Authorization", basic("default:p:w")), Map.of()))
                .isFalse();
        assertThat(CREDENTIALS.match(headers("Authorization", "Basic !!!"), Map.of()))
                .isFalse();
        assertThat(CREDENTIALS.match(headers("Authorization", "Bearer p:w"), Map.of()))
                .isFalse();
        assertThat(CREDENTIALS.match(headers("X-ClickHouse-User", "maitred"), Map.of()))
                .isFalse();
    }

    @Test
    void a_wrong_header_is_not_made_good_by_the_url() {
        assertThat(CREDENTIALS.match(
                        headers("Authorization", basic("maitred:x")), Map.of("user", "maitred", "password", "p:w")))
                .isFalse();
    }

    @Test
    void the_password_is_not_shown() {
        assertThat(CREDENTIALS.toString()).doesNotContain("p:w");
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static Headers headers(String... namesAndValues) {
        Headers headers = new Headers();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }
}
