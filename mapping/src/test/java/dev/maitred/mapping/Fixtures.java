package dev.maitred.mapping;

import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.ForeignKey;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.catalogue.TableName;
import java.util.ArrayList;
import java.util.List;

/** A small catalogue, written as {@code name type} lines. */
final class Fixtures {

    private Fixtures() {}

    static final Catalogue CATALOGUE = new Catalogue(List.of(
            table("clubs", "id int8", "name text", "zone text", "closes time"),
            table("events", "id int8", "club_id int8 > clubs", "title text?", "starts timestamptz", "ends timestamptz"),
            table("sessions", "id int8", "event_id int8 > events"),
            table(
                    "bookings",
                    "id int8",
                    "event_id int8? > events",
                    "table_id int8",
                    "status text",
                    "seats int4",
                    "total numeric?",
                    "currency text",
                    "made timestamptz?",
                    "gone timestamptz?"),
            table(
                    "things",
                    "id int8",
                    "club_id int8 > clubs",
                    "event_code text?",
                    "note text?",
                    "flag bool?",
                    "ratio float8?",
                    "price numeric?",
                    "lasts interval?",
                    "photo bytea?",
                    "during tstzrange?",
                    "tags _text?",
                    "ids _int8?",
                    "data jsonb?",
                    "code bpchar?",
                    "day date?",
                    "wall timestamp?",
                    "at time?",
                    "kind int4?",
                    "mood mood?"),
            new Table(
                    TableName.parse("halls"),
                    List.of(column("tenant int4"), column("no int4"), column("zone text"), column("code text")),
                    List.of("tenant", "no"),
                    List.of(),
                    List.of(List.of("code"))),
            new Table(
                    TableName.parse("seats"),
                    List.of(
                            column("tenant int4"),
                            column("id int4"),
                            column("hall int4?"),
                            column("hall_code text?"),
                            column("next_hall_code text?")),
                    List.of("tenant", "id"),
                    List.of(
                            new ForeignKey(
                                    List.of("hall", "tenant"), TableName.parse("halls"), List.of("no", "tenant")),
                            new ForeignKey(List.of("hall_code"), TableName.parse("halls"), List.of("code")))),
            table("deposits", "id int8", "session_id int8 > sessions", "amount int8", "at timestamptz"),
            new Table(
                    TableName.parse("keyless"),
                    List.of(new Column("a", ColumnType.INTEGER, "int8", false)),
                    List.of(),
                    List.of())));

    private static Column column(String text) {
        String[] parts = text.replace("?", "").split(" ");
        boolean isEnum = parts[1].equals("mood");
        return new Column(
                parts[0],
                ColumnType.of(parts[1], isEnum ? 'E' : 'X'),
                parts[1],
                text.contains("?"),
                isEnum ? List.of("pending", "paid", "void") : List.of());
    }

    private static Table table(String name, String... columns) {
        List<Column> all = new ArrayList<>();
        List<ForeignKey> keys = new ArrayList<>();
        for (String column : columns) {
            String[] parts = column.replace("?", "").split(" ");
            all.add(column(column));
            if (parts.length == 4) {
                keys.add(new ForeignKey(parts[0], TableName.parse(parts[3])));
            }
        }
        return new Table(TableName.parse(name), all, List.of("id"), keys);
    }
}
