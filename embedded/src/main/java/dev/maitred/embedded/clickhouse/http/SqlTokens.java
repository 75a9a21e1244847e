package dev.maitred.embedded.clickhouse.http;

import java.util.Locale;

/**
 * Walks over the tokens of SQL, past comments and literals. Works on bytes seen as Latin-1 characters, so that positions
 * are byte positions also when the text is cut within a character.
 */
final class SqlTokens {
    private final String text;
    private int start;
    private int end;
    private int depth;

    SqlTokens(String text) {
        this.text = text;
    }

    /** Moves to the next token; false at the end of the text. */
    boolean next() {
        start = skipBlank(end);
        if (start == text.length()) {
            return false;
        }
        char first = text.charAt(start);
        if (isWordPart(first)) {
            end = start + 1;
            while (end < text.length() && isWordPart(text.charAt(end))) {
                end++;
            }
        } else if (first == '\'' || first == '"' || first == '`') {
            end = afterQuoted(first);
        } else if (first == '$') {
            end = afterHeredoc();
        } else {
            end = start + 1;
            depth += first == '(' || first == '[' || first == '{' ? 1 : 0;
            depth -= first == ')' || first == ']' || first == '}' ? 1 : 0;
        }
        return true;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Whether the token stands outside of all brackets. */
    boolean outside() {
        return depth == 0;
    }

    /** The token in upper case if it is a bare word, else as it is. */
    String word() {
        String token = text.substring(start, end);
        return isWordPart(token.charAt(0)) ? token.toUpperCase(Locale.ROOT) : token;
    }

    private int skipBlank(int from) {
        int at = from;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at) || text.startsWith("#!", at) || text.startsWith("# ", at)) {
                at = after("\n", at);
            } else if (text.startsWith("/*", at)) {
                at = after("*/", at + 2);
            } else {
                return at;
            }
        }
        return at;
    }

    private int afterQuoted(char quote) {
        int at = start + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c != quote) {
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return text.length();
    }

    private int afterHeredoc() {
        int at = start + 1;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '$') {
            return start + 1;
        }
        String tag = text.substring(start, at + 1);
        int close = text.indexOf(tag, at + 1);
        return close < 0 ? start + 1 : close + tag.length();
    }

    private int after(String mark, int from) {
        int at = text.indexOf(mark, from);
        return at < 0 ? text.length() : at + mark.length();
    }

    private static boolean isWordPart(char c) {
        return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80;
    }
}
