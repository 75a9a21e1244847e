package dev.maitred.mapping.catalogue;

/** A table with its schema. */
public record TableName(String schema, String name) implements Comparable<TableName> {

    /** Without a schema it is {@code public}. */
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? new TableName("public", text) : new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    /** As a person would write it: the schema only where it is not {@code public}. */
    public String shortName() {
        return schema.equals("public") ? name : schema + "." + name;
    }

    /** For SQL. */
    public String quoted() {
        return quoted(schema) + "." + quoted(name);
    }

    /** An identifier for SQL. */
    public static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    @Override
    public int compareTo(TableName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
