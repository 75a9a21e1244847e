package dev.maitred.embedded.clickhouse.http;

import dev.maitred.embedded.clickhouse.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * What must be known of a statement before the engine sees it: which of its calls takes it, and where rows begin.
 *
 * @param sql the text for the engine; for {@link Kind#ROWS} without its FORMAT or VALUES clause
 * @param format the format that the text itself names
 * @param rowsAt for {@link Kind#ROWS} the byte position in the given text at which rows begin; otherwise its length
 */
record StatementText(Kind kind, String sql, Optional<String> format, int rowsAt) {
    enum Kind {
        /** Its result can come in pieces. */
        SELECT,
        /** An INSERT whose rows follow the text. */
        ROWS,
        KILL,
        OTHER
    }

    /** Words after SYSTEM that make the engine signal its whole process group. */
    private static final Set<String> SIGNALS = Set.of("SHUTDOWN", "KILL", "SUSPEND");

    private static final Set<String> NAME_FOLLOWS = Set.of("INSERT", "INTO", "TABLE", ".");

    /**
     * Reads a statement, or as much of it as there is.
     *
     * @throws EngineException when the statement is one that this server does not take
     */
    static StatementText of(byte[] bytes, int length) throws EngineException {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        SqlTokens tokens = new SqlTokens(text);
        if (!tokens.next()) {
            throw new EngineException(62, "SYNTAX_ERROR", "Empty query");
        }
        String first = tokens.word();
        return switch (first) {
            case "INSERT" -> insert(text, tokens);
            case "KILL" -> kill(text, tokens);
            default -> {
                Optional<String> format = checked(text, first, tokens);
                boolean select = first.equals("SELECT") || first.equals("WITH") && !inserts(text);
                yield new StatementText(select ? Kind.SELECT : Kind.OTHER, utf8(text), format, length);
            }
        };
    }

    /** Stops at the clause after which rows begin: what follows is not SQL. */
    private static StatementText insert(String text, SqlTokens tokens) throws EngineException {
        String before = "INSERT";
        while (tokens.next()) {
            String word = tokens.word();
            int clause = tokens.start();
            boolean isName = NAME_FOLLOWS.contains(before);
            if (!isName && tokens.outside() && word.equals("VALUES")) {
                return rows(text, clause, "Values", tokens.end());
            }
            if (!isName && tokens.outside() && word.equals("FORMAT") && tokens.next()) {
                String format = text.substring(tokens.start(), tokens.end());
                return rows(text, clause, format, afterLine(text, tokens.end()));
            }
            boolean selects = word.equals("SELECT") || word.equals("WITH");
            if (!isName && selects && (tokens.outside() || before.equals("("))) {
                Optional<String> format = checked(text, word, tokens);
                return new StatementText(Kind.OTHER, utf8(text), format, text.length());
            }
            before = word;
        }
        return new StatementText(Kind.ROWS, utf8(text), Optional.empty(), text.length());
    }

    /** The engine chooses query ids itself; the client's id travels as the comment of its statement. */
    private static StatementText kill(String text, SqlTokens tokens) {
        StringBuilder rewritten = new StringBuilder();
        int copied = 0;
        while (tokens.next()) {
            if (tokens.word().equals("QUERY_ID")) {
                rewritten.append(text, copied, tokens.start()).append("Settings['log_comment']");
                copied = tokens.end();
            }
        }
        rewritten.append(text, copied, text.length());
        return new StatementText(Kind.KILL, utf8(rewritten.toString()), Optional.empty(), text.length());
    }

    /** Refuses what must not run, and finds the FORMAT clause at the end of the text. */
    private static Optional<String> checked(String text, String first, SqlTokens tokens) throws EngineException {
        String before = first;
        boolean ended = false;
        Optional<String> format = Optional.empty();
        while (tokens.next()) {
            String word = tokens.word();
            if (ended) {
                throw new EngineException(
                        62, "SYNTAX_ERROR", "Multi-statements are not allowed: send one statement per request");
            }
            if (before.equals("SYSTEM") && SIGNALS.contains(word)) {
                throw new EngineException(
                        48, "NOT_IMPLEMENTED", "SYSTEM " + word + " is not taken here: stop the platform instead");
            }
            if (before.equals("INTO") && word.equals("OUTFILE")) {
                throw new EngineException(48, "NOT_IMPLEMENTED", "INTO OUTFILE is not taken over HTTP");
            }
            if (before.equals("FORMAT") && tokens.outside() && endsAfter(text, tokens.end())) {
                format = Optional.of(text.substring(tokens.start(), tokens.end()));
            }
            ended = word.equals(";") && tokens.outside();
            before = word;
        }
        return format;
    }

    private static boolean inserts(String text) {
        SqlTokens tokens = new SqlTokens(text);
        while (tokens.next()) {
            if (tokens.outside() && tokens.word().equals("INSERT")) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsAfter(String text, int position) {
        SqlTokens rest = new SqlTokens(text.substring(position));
        return !rest.next() || rest.word().equals(";") || rest.word().equals("SETTINGS");
    }

    private static StatementText rows(String text, int clause, String format, int rowsAt) {
        return new StatementText(Kind.ROWS, utf8(text.substring(0, clause)), Optional.of(format), rowsAt);
    }

    /** Rows may begin on the line of the clause or on the next; only one line break belongs to the clause. */
    private static int afterLine(String text, int from) {
        int at = from;
        while (at < text.length() && " \t\f".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        at += text.startsWith("\r", at) ? 1 : 0;
        return at + (text.startsWith("\n", at) ? 1 : 0);
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
