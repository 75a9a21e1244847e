package dev.maitred.launcher.config;

import dev.maitred.mapping.language.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A part of a platform's file with its place in it. What is wrong is noted, and reading goes on. */
final class Node {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final int HIGHEST_PORT = 65_535;

    private final String place;
    private final JsonNode json;
    private final List<Fault> faults;
    private final UnaryOperator<@Nullable String> environment;

    Node(String place, JsonNode json, List<Fault> faults, UnaryOperator<@Nullable String> environment) {
        this.place = place;
        this.json = json;
        this.faults = faults;
        this.environment = environment;
    }

    String place() {
        return place;
    }

    boolean has(String key) {
        return json.has(key);
    }

    boolean isObject() {
        return json.isObject();
    }

    void fault(String problem, String remedy) {
        faults.add(new Fault(place, problem, remedy));
    }

    Node at(String key) {
        return new Node(place.isEmpty() ? key : place + "." + key, json.path(key), faults, environment);
    }

    /** Its elements; a fault when it is no list, or an empty one. */
    List<Node> elements(String example) {
        List<Node> elements = new ArrayList<>();
        if (!json.isArray() || json.isEmpty()) {
            fault("expected a list of at least one, found " + kind(), "Write for instance\n" + example);
            return elements;
        }
        for (int i = 0; i < json.size(); i++) {
            elements.add(new Node(place + "[" + i + "]", json.get(i), faults, environment));
        }
        return elements;
    }

    /** Notes keys that nobody reads: most are misspelt. */
    void knowsOnly(Set<String> keys) {
        json.propertyNames().forEach(key -> {
            if (!keys.contains(key)) {
                at(key).fault(
                                "unknown key; expected one of "
                                        + keys.stream().sorted().toList(),
                                "Remove it or mend its name");
            }
        });
    }

    /** The text under a key; null, with the fault noted, when there is none. */
    @Nullable
    String text(String key) {
        return at(key).text();
    }

    @Nullable
    String text() {
        if (json.isMissingNode() || json.isNull()) {
            fault("expected a text, found nothing", "Add it");
            return null;
        }
        if (!json.isValueNode() || json.asString("").isBlank()) {
            fault("expected a text, found " + kind(), "Write one value");
            return null;
        }
        return resolved(json.asString(""));
    }

    /** A TCP port; 0, with the fault noted, when it is none. */
    int port(String key, int otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        Node node = at(key);
        String text = node.text();
        if (text == null) {
            return 0;
        }
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, as any other number that is no port.
        }
        node.fault("expected a port from 1 to " + HIGHEST_PORT + ", found \"" + text + "\"", "Mend it");
        return 0;
    }

    private @Nullable String resolved(String text) {
        Matcher variables = VARIABLE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        boolean all = true;
        while (variables.find()) {
            String value = environment.apply(variables.group(1));
            if (value == null) {
                fault(
                        "expected the environment variable " + variables.group(1) + ", found none of that name",
                        "Set it: export " + variables.group(1) + "=...");
                all = false;
            }
            variables.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? "" : value));
        }
        variables.appendTail(resolved);
        return all ? resolved.toString() : null;
    }

    private String kind() {
        return json.isMissingNode() || json.isNull()
                ? "nothing"
                : json.isObject()
                        ? "keys and values"
                        : json.isArray() ? "a list" : json.isString() ? "a text" : "a value";
    }
}
