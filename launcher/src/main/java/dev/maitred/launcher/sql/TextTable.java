package dev.maitred.launcher.sql;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Rows as people read them: aligned columns, numbers to the right. */
final class TextTable {

    private static final String BETWEEN = " | ";

    private final List<String> names = new ArrayList<>();
    private final List<Boolean> areNumbers = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private TextTable() {}

    static TextTable of(ResultSet result) throws SQLException {
        TextTable table = new TextTable();
        ResultSetMetaData meta = result.getMetaData();
        for (int column = 1; column <= meta.getColumnCount(); column++) {
            table.names.add(meta.getColumnLabel(column));
            table.areNumbers.add(isNumber(meta.getColumnType(column)));
        }
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int column = 1; column <= table.names.size(); column++) {
                String value = result.getString(column);
                row.add(value == null ? "" : value.replace("\r", "").replace("\n", "\\n"));
            }
            table.rows.add(row);
        }
        return table;
    }

    private static boolean isNumber(int type) {
        return switch (type) {
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.REAL, Types.DOUBLE -> true;
            default -> false;
        };
    }

    void print(PrintWriter out) {
        int[] widths = new int[names.size()];
        for (int column = 0; column < widths.length; column++) {
            int index = column;
            widths[column] =
                    rows.stream().mapToInt(row -> length(row.get(index))).reduce(length(names.get(column)), Math::max);
        }
        out.println(line(names, widths));
        List<String> rules = new ArrayList<>();
        for (int width : widths) {
            rules.add("-".repeat(width));
        }
        out.println(String.join("-+-", rules));
        rows.forEach(row -> out.println(line(row, widths)));
        out.println(rows.size() == 1 ? "(1 row)" : "(" + rows.size() + " rows)");
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - length(cell));
            line.append(column == 0 ? "" : BETWEEN);
            line.append(areNumbers.get(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
