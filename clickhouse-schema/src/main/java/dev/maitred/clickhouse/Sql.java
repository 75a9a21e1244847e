package dev.maitred.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A statement from a {@code .sql} file. Values reach it as {@code {name:Type}} parameters, never by putting texts together.
 *
 * @param name the file, for messages and for ClickHouse's own log
 */
public record Sql(String name, String text) {

    /**
     * Reads a file beside a class.
     *
     * @param path as in {@code build/night_360.sql}
     * @throws IllegalArgumentException when there is none
     */
    public static Sql beside(Class<?> neighbour, String path) {
        try (InputStream file = neighbour.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalArgumentException(
                        "Expected the file " + path + " beside " + neighbour.getName() + ", found none");
            }
            return new Sql(path, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
