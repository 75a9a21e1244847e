package dev.maitred.launcher.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the database refused, as one sentence that says where. */
final class SqlError {

    private SqlError() {}

    /** @param sql as it was sent; positions are in it */
    static String sentence(SQLException failure, String sql) {
        ServerErrorMessage said = failure instanceof PSQLException error ? error.getServerErrorMessage() : null;
        if (said == null || said.getMessage() == null) {
            return "The booking database cannot be asked: " + oneLine(failure.getMessage()) + ".";
        }
        StringBuilder sentence = new StringBuilder("The database says: ").append(oneLine(said.getMessage()));
        append(sentence, "; ", said.getDetail());
        append(sentence, "; ", said.getHint());
        if (said.getPosition() > 0) {
            sentence.append("; at ").append(place(sql, said.getPosition()));
        }
        return sentence.append(" (")
                .append(said.getSQLState())
                .append("). The transaction was rolled back.")
                .toString();
    }

    private static void append(StringBuilder sentence, String before, @Nullable String text) {
        if (text != null && !text.isBlank()) {
            String line = oneLine(text);
            sentence.append(before).append(line.endsWith(".") ? line.substring(0, line.length() - 1) : line);
        }
    }

    /** @param position of a character, counted from 1 */
    private static String place(String sql, int position) {
        int at = Math.min(
                sql.length(), sql.offsetByCodePoints(0, Math.min(position - 1, sql.codePointCount(0, sql.length()))));
        int line = 1
                + (int) sql.substring(0, at)
                        .chars()
                        .filter(each -> each == '\n')
                        .count();
        int column = at - sql.lastIndexOf('\n', at - 1);
        String rest = sql.substring(at).strip();
        String word = rest.isEmpty() ? "the end" : "\"" + rest.split("[\\s;]", 2)[0] + "\"";
        return (line == 1 ? "" : "line " + line + " ") + "character " + column + ", " + word;
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "no reason given" : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
