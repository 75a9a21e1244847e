package dev.maitred.launcher.trace;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A trace in lines of at most 96 characters: the short answer, then each station of the row's way. */
final class TraceText {

    private static final int WIDTH = 96;

    /** Where what a station says begins. */
    private static final int INDENT = 12;

    private final PrintWriter out;

    TraceText(PrintWriter out) {
        this.out = out;
    }

    void print(JsonNode trace) {
        out.println(plain(text(trace, "table") + " " + text(trace, "row") + " of " + text(trace, "source")));
        wrap("", 2, text(trace, "answer"));
        out.println();
        wrap("  database", INDENT, text(trace.path("database"), "says"));
        if (trace.path("waiting").isObject()) {
            wrap("  ingest", INDENT, text(trace.path("waiting"), "says"));
        }
        trace.path("rules").forEach(this::rule);
        trace.path("deadLetters")
                .forEach(letter -> wrap(
                        "  put aside",
                        INDENT,
                        seconds(text(letter, "at")) + ", position " + text(letter, "position") + ": "
                                + text(letter, "reason")));
        trace.path("notes").forEach(note -> wrap("  note", INDENT, note.asString("")));
    }

    private void rule(JsonNode rule) {
        out.println();
        out.println(plain("  rule " + text(rule, "rule") + " (" + text(rule, "entity") + ")"));
        JsonNode now = rule.path("now");
        wrap("  now", INDENT, text(now, "says"));
        if (now.path("change").isObject()) {
            wrap("", INDENT + 2, fields(now.path("change")));
        }
        JsonNode log = rule.path("log");
        wrap("  log", INDENT, text(log, "topic") + ". " + text(log, "says"));
        log.path("records").forEach(record -> {
            wrap(
                    "",
                    INDENT + 2,
                    seconds(text(record, "appendedAt")) + " " + text(record, "reason") + ", " + text(record, "key")
                            + ", partition " + text(record, "partition") + " offset " + text(record, "offset")
                            + ", position " + text(record, "position"));
            JsonNode change = record.path("change");
            // The same fields a second time would hide what is new.
            if (!change.isObject()) {
                wrap("", INDENT + 4, "(tombstone)");
            } else if (!change.equals(now.path("change"))) {
                wrap("", INDENT + 4, fields(change));
            }
        });
        wrap("", INDENT, text(rule.path("agreement"), "says"));
        JsonNode board = rule.path("board");
        if (board.isObject()) {
            String asOf = board.path("lsn").isString()
                    ? " As of " + text(board, "lsn") + ", " + text(board, "time") + "."
                    : "";
            wrap("  board", INDENT, text(board, "says") + asOf);
        }
    }

    private static String fields(JsonNode change) {
        List<String> fields = new ArrayList<>();
        change.properties().forEach(field -> fields.add(field.getKey() + " " + value(field.getValue())));
        return String.join(", ", fields);
    }

    private static String value(JsonNode value) {
        if (value.isArray()) {
            return value.valueStream().map(TraceText::value).collect(Collectors.joining(" "));
        }
        if (value.has("minor") && value.has("currency")) {
            return value.path("minor") + " minor units of " + text(value, "currency");
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private static String seconds(String instant) {
        return instant.replaceFirst("\\.\\d+Z$", "Z");
    }

    /** What a database holds may be anything: a terminal must not obey it. */
    static String plain(String text) {
        return text.codePoints()
                .map(each -> Character.isISOControl(each) ? ' ' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** @param label stands before the first line */
    private void wrap(String label, int indent, String text) {
        StringBuilder line = new StringBuilder(label);
        line.repeat(' ', Math.max(1, indent - label.length()));
        boolean empty = true;
        for (String word : plain(text).split(" +")) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                out.println(line);
                line = new StringBuilder().repeat(' ', indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        out.println(line);
    }
}
