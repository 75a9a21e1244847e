package dev.maitred.launcher.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of an {@code expect} block: {@code <pointer> <comparison> <value> -- <what it means when it is not so>}. The pointer is a
 * JSON pointer into the answer in which {@code *} stands for every element; the value is JSON, or a pointer of its own.
 *
 * @param pointer begins with /
 * @param value JSON, or a pointer without {@code *}
 * @param otherwise empty, or what to think when it is not so
 */
record Expectation(String pointer, Comparison comparison, String value, String otherwise) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern LINE = Pattern.compile(
            "(?<pointer>/\\S*)\\s+(?<comparison>=|!=|<=|>=|<|>)\\s+(?<value>.+?)(?:\\s+--\\s+(?<otherwise>.+))?");

    /** How two values are compared: any two for equality, numbers for order. */
    enum Comparison {
        EQUAL("="),
        DIFFERENT("!="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        static Comparison of(String sign) {
            for (Comparison each : values()) {
                if (each.sign.equals(sign)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("There is no comparison " + sign);
        }

        boolean holds(JsonNode left, JsonNode right) {
            if (this == EQUAL || this == DIFFERENT) {
                boolean isEqual = left.isNumber() && right.isNumber()
                        ? left.decimalValue().compareTo(right.decimalValue()) == 0
                        : left.equals(right);
                return isEqual == (this == EQUAL);
            }
            if (!left.isNumber() || !right.isNumber()) {
                return false;
            }
            int order = left.decimalValue().compareTo(right.decimalValue());
            return switch (this) {
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                case AT_LEAST -> order >= 0;
                case EQUAL, DIFFERENT -> throw new AssertionError(this);
            };
        }
    }

    /**
     * Whether an answer is as expected.
     *
     * @param found what is at the pointer, for people
     */
    record Verdict(Expectation expectation, boolean holds, String found) {}

    /** @throws IllegalArgumentException when the line says nothing that can be judged */
    static Expectation parse(String line) {
        Matcher parts = LINE.matcher(line.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "Expected \"/pointer < value -- otherwise\", found \"" + line.strip() + "\"");
        }
        String value = parts.group("value");
        if (!value.startsWith("/")) {
            try {
                JSON.readTree(value);
            } catch (JacksonException e) {
                throw new IllegalArgumentException(
                        "Expected a JSON value or a pointer after the comparison, found \"" + value + "\" in \""
                                + line.strip() + "\"",
                        e);
            }
        }
        String otherwise = parts.group("otherwise");
        return new Expectation(
                parts.group("pointer"),
                Comparison.of(parts.group("comparison")),
                value,
                otherwise == null ? "" : otherwise);
    }

    /** All that is at the pointer must be as expected; nothing there is not as expected. */
    Verdict judge(JsonNode answer) {
        List<JsonNode> found = new ArrayList<>();
        collect(answer, pointer.substring(1).split("/", -1), 0, found);
        JsonNode right = value.startsWith("/") ? answer.at(value) : JSON.readTree(value);
        boolean holds = !found.isEmpty() && found.stream().allMatch(each -> comparison.holds(each, right));
        String words = found.isEmpty()
                ? "nothing there"
                : String.join(", ", found.stream().map(JsonNode::toString).toList());
        return new Verdict(this, holds, value.startsWith("/") ? words + " (and " + right + ")" : words);
    }

    private static void collect(JsonNode node, String[] steps, int at, List<JsonNode> found) {
        if (at == steps.length) {
            if (!node.isMissingNode()) {
                found.add(node);
            }
        } else if (steps[at].equals("*")) {
            node.values().forEach(each -> collect(each, steps, at + 1, found));
        } else {
            collect(node.at("/" + steps[at]), steps, at + 1, found);
        }
    }

    @Override
    public String toString() {
        return pointer + " " + comparison.sign + " " + value;
    }
}
