package dev.maitred.launcher.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks whatever can be asked, of every venue, slot and queue; the paths are those that the application itself has. */
final class EveryEndpoint {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int SLOTS_OF_A_VENUE = 2;

    private final HttpClient client;
    private final String base;
    private final BiConsumer<String, byte[]> answers;
    private final Map<Integer, Integer> statuses = new LinkedHashMap<>();

    EveryEndpoint(HttpClient client, String base, BiConsumer<String, byte[]> answers) {
        this.client = client;
        this.base = base;
        this.answers = answers;
    }

    /** How many answers had which status. */
    Map<Integer, Integer> statuses() {
        return statuses;
    }

    static Set<String> paths(ApplicationContext context) {
        Set<String> paths = new TreeSet<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> {
                    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
                    if (methods.isEmpty() || methods.contains(RequestMethod.GET)) {
                        paths.addAll(mapping.getPatternValues());
                    }
                });
        return paths;
    }

    /** @param queries asked of each path beside the bare one */
    void ask(Set<String> paths, List<String> queries) throws IOException, InterruptedException {
        List<String> venues = names("/api/v1/venues", "venue");
        List<String> queues = names("/api/v1/queues", "queue");
        for (String path : paths) {
            for (String filled : filled(path, venues, queues)) {
                if (path.endsWith("/stream")) {
                    continue;
                }
                get(filled);
                for (String query : path.contains("{") ? List.<String>of() : queries) {
                    get(filled + "?" + query);
                }
            }
        }
        for (String venue : venues) {
            for (String slot : slots(venue)) {
                firstEvent("/api/v1/stream?pipeline=all&reports=all&board=" + venue + "/" + slot);
            }
        }
        get("/api/v1/venues/nowhere:1/slots");
        get("/api/v1/venues?atLeast=none");
    }

    private List<String> filled(String path, List<String> venues, List<String> queues)
            throws IOException, InterruptedException {
        List<String> filled = new ArrayList<>();
        if (path.contains("{slot}")) {
            for (String venue : venues) {
                for (String slot : slots(venue)) {
                    filled.add(path.replace("{venue}", venue).replace("{slot}", slot));
                }
            }
        } else if (path.contains("{venue}")) {
            venues.forEach(venue -> filled.add(path.replace("{venue}", venue)));
        } else if (path.contains("{queue}")) {
            queues.forEach(queue -> filled.add(path.replace("{queue}", queue)));
        } else {
            filled.add(path);
        }
        return filled.stream()
                .map(each -> each.replaceAll("\\{[^}]*}", "none-of-that-name"))
                .toList();
    }

    private List<String> slots(String venue) throws IOException, InterruptedException {
        List<String> slots = names("/api/v1/venues/" + venue + "/slots?from=2000-01-01T00:00:00Z", "slot");
        return slots.subList(0, Math.min(SLOTS_OF_A_VENUE, slots.size()));
    }

    private List<String> names(String path, String field) throws IOException, InterruptedException {
        JsonNode value = JSON.readTree(get(path)).path("value");
        return value.valueStream()
                .map(each -> each.path(field).asString(""))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request(path), BodyHandlers.ofByteArray());
        statuses.merge(response.statusCode(), 1, Integer::sum);
        answers.accept(path, response.body());
        answers.accept(path, response.headers().map().toString().getBytes(StandardCharsets.UTF_8));
        return response.body();
    }

    /** What a stream tells at once. */
    private void firstEvent(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request(path), BodyHandlers.ofInputStream());
        statuses.merge(response.statusCode(), 1, Integer::sum);
        try (InputStream body = response.body()) {
            byte[] told = new byte[1 << 20];
            int length = body.read(told);
            answers.accept(path, java.util.Arrays.copyOf(told, Math.max(0, length)));
        }
    }

    private HttpRequest request(String path) {
        String escaped = path.replace(" ", URLEncoder.encode(" ", StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(base + escaped))
                .timeout(Duration.ofSeconds(30))
                .build();
    }
}
