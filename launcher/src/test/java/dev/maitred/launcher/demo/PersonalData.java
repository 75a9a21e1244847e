package dev.maitred.launcher.demo;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything in the booking database that identifies people, to look for in bytes; columns say so by their comments. */
final class PersonalData {

    /** Shorter texts are in many places by chance. */
    private static final int SHORTEST = 6;

    private static final String COLUMNS = """
            SELECT format('SELECT DISTINCT %I::text FROM %I WHERE %I IS NOT NULL', a.attname, c.relname, a.attname)
              FROM pg_description d
              JOIN pg_class c ON c.oid = d.objoid
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
             WHERE d.objsubid > 0 AND d.description LIKE 'personal:%'
            """;

    private final Map<Long, List<byte[]>> byBeginning = new HashMap<>();
    private int size;

    static PersonalData of(Connection connection) throws SQLException {
        PersonalData data = new PersonalData();
        for (String column : texts(connection, COLUMNS)) {
            texts(connection, column).forEach(data::add);
        }
        return data;
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= SHORTEST) {
            byBeginning
                    .computeIfAbsent(beginning(bytes, 0), any -> new ArrayList<>())
                    .add(bytes);
            size++;
        }
    }

    int size() {
        return size;
    }

    /** The first personal text within these bytes. */
    Optional<String> findIn(byte[] bytes) {
        for (int at = 0; at + SHORTEST <= bytes.length; at++) {
            for (byte[] text : byBeginning.getOrDefault(beginning(bytes, at), List.of())) {
                if (at + text.length <= bytes.length
                        && Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                    return Optional.of(new String(text, StandardCharsets.UTF_8));
                }
            }
        }
        return Optional.empty();
    }

    private static long beginning(byte[] bytes, int at) {
        long beginning = 0;
        for (int i = at; i < at + SHORTEST; i++) {
            beginning = beginning << 8 | (bytes[i] & 0xFF);
        }
        return beginning;
    }
}
