package dev.maitred.ops.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real server with the real settings, before two words that it may say; requests byte by byte, as no client would send them. */
@Timeout(60)
class EntranceIT {

    private static final Pattern POLICY = Pattern.compile("Content-Security-Policy\" content=\"([^\"]+)\"");

    private static ServletWebServerApplicationContext context;
    private static int port;

    @SpringBootConfiguration
    @ComponentScan({"dev.maitred.ops.entrance", "dev.maitred.ops.problems"})
    @ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class
    })
    static class Server {}

    @RestController
    static class Words {

        @GetMapping("/word")
        String word() {
            return "welcome";
        }

        @PostMapping("/word")
        String changed(@RequestBody(required = false) @Nullable String body) {
            return "changed";
        }
    }

    @BeforeAll
    static void start() {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Server.class, Words.class)
                .run("--server.port=0", "--maitred.host-names=maitred.example.org,other.example.org");
        port = Objects.requireNonNull(context.getWebServer()).getPort();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "127.0.0.1",
                "127.9.9.9",
                "[::1]",
                "night.localhost",
                "maitred.example.org"
            })
    void a_request_for_this_machine_or_a_name_given_to_it_is_answered(String host) throws IOException {
        assertThat(ask("GET /word", Map.of("Host", host + ":" + port)).status()).isEqualTo(200);
        assertThat(ask("GET /word", Map.of("Host", host)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evillocalhost",
                "192.168.0.7",
                "0.0.0.0",
                "[2001:db8::1]"
            })
    void a_name_that_somebody_else_points_here_is_refused_for_reads_and_for_changes(String host) throws IOException {
        Map<String, String> headers = Map.of("Host", host + ":" + port, "Origin", "http://" + host + ":" + port);
        for (String request : new String[] {"GET /word", "POST /word", "GET /", "GET /nothing"}) {
            Answer answer = ask(request, headers);
            assertThat(answer.status()).as(request).isEqualTo(421);
            assertThat(answer.problem()).contains("This server is not").contains("localhost");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "null", "http://localhost:1", "http://127.0.0.1", "https://localhost"})
    void a_page_of_another_site_changes_nothing(String origin) throws IOException {
        Answer answer = ask("POST /word", Map.of("Host", "localhost:" + port, "Origin", origin));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).contains("another site");
    }

    @Test
    void the_own_page_and_programs_may_change_things_and_cross_site_navigations_may_not() throws IOException {
        String host = "localhost:" + port;
        assertThat(ask("POST /word", Map.of("Host", host)).status()).isEqualTo(200);
        assertThat(ask("POST /word", Map.of("Host", host, "Origin", "http://" + host, "Sec-Fetch-Site", "same-origin"))
                        .status())
                .isEqualTo(200);
        assertThat(ask("POST /word", Map.of("Host", host, "Sec-Fetch-Site", "cross-site"))
                        .status())
                .isEqualTo(403);
        assertThat(ask("GET /word", Map.of("Host", host, "Sec-Fetch-Site", "cross-site"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /word", "GET /", "GET /nothing", "POST /word", "DELETE /word"})
    void every_answer_tells_the_browser_what_it_may_not_do(String request) throws IOException {
        Answer answer = ask(request, Map.of("Host", "localhost"));
        assertThat(answer.headers())
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("content-security-policy", Entrance.CONTENT_POLICY);
    }

    @Test
    void the_policy_in_the_header_is_the_pages_own_and_forbids_frames() throws IOException {
        try (InputStream page = Objects.requireNonNull(Entrance.class.getResourceAsStream("/static/index.html"))) {
            Matcher policy = POLICY.matcher(new String(page.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(policy.find()).isTrue();
            assertThat(Entrance.CONTENT_POLICY).isEqualTo(policy.group(1) + "; frame-ancestors 'none'");
        }
    }

    @Test
    void a_nul_character_in_the_query_is_a_bad_request() throws IOException {
        Answer answer = ask("GET /word?board=a%00/1", Map.of("Host", "localhost"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).contains("NUL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%00b", "/api/v1/venues/x%2fy/slots", "/a%5cb", "/a\\b", "/%zz", "/{", "/../../x"})
    void what_tomcat_refuses_is_a_problem_in_words_without_its_version(String path) throws IOException {
        Answer answer = ask("GET " + path, Map.of("Host", "localhost"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).contains("cannot be read");
        assertThat(answer.body().toLowerCase(Locale.ROOT))
                .doesNotContain("tomcat")
                .doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(ints = {9 * 1024, 20 * 1024})
    void headers_larger_than_this_server_takes_are_said_to_be(int bytes) throws IOException {
        Answer answer = ask("GET /word", Map.of("Host", "localhost", "Cookie", "a=" + "x".repeat(bytes)));
        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.problem()).contains("8 KB").doesNotContain("NUL");
    }

    @Test
    void a_body_larger_than_any_request_needs_is_not_read() throws IOException {
        Answer large = ask("POST /word", Map.of("Host", "localhost", "Content-Length", "16385"));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.problem()).contains("16385").contains("at most 16384");
        Answer endless = ask("POST /word", Map.of("Host", "localhost", "Transfer-Encoding", "chunked"));
        assertThat(endless.status()).isEqualTo(411);
        assertThat(endless.problem()).contains("Content-Length");
    }

    private record Answer(int status, Map<String, String> headers, String body) {

        /** The problem's sentence. */
        String problem() {
            assertThat(headers.get("content-type")).startsWith("application/problem+json");
            // Without the frames of a chunked body.
            JsonNode problem = new JsonMapper().readTree(body.substring(body.indexOf('{'), body.lastIndexOf('}') + 1));
            assertThat(problem.path("status").intValue()).isEqualTo(status);
            assertThat(problem.path("requestId").stringValue()).isNotEmpty();
            return problem.path("detail").stringValue();
        }
    }

    private static Answer ask(String methodAndPath, Map<String, String> headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            StringBuilder request = new StringBuilder(methodAndPath).append(" HTTP/1.1\r\nConnection: close\r\n");
            headers.forEach((name, value) ->
                    request.append(name).append(": ").append(value).append("\r\n"));
            if (methodAndPath.startsWith("POST") && !headers.containsKey("Transfer-Encoding")) {
                request.append(headers.containsKey("Content-Length") ? "" : "Content-Length: 0\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] headAndBody = answer.split("\r\n\r\n", 2);
            String[] lines = headAndBody[0].split("\r\n");
            Map<String, String> found = new HashMap<>();
            for (int line = 1; line < lines.length; line++) {
                String[] header = lines[line].split(": ", 2);
                found.put(header[0].toLowerCase(Locale.ROOT), header[1]);
            }
            return new Answer(Integer.parseInt(lines[0].split(" ")[1]), found, headAndBody[1]);
        }
    }
}
