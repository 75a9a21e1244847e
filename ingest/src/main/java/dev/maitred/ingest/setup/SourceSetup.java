package dev.maitred.ingest.setup;

import dev.maitred.ingest.IngestSettings;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The SQL by which a database administrator lets ingest in: the least that it needs. */
public final class SourceSetup {

    private SourceSetup() {}

    /**
     * Statements to run as the owner of the tables or a superuser, each of which may be repeated, where there is no such publication.
     *
     * @param role an existing role with LOGIN and REPLICATION
     */
    public static List<String> statements(IngestSettings settings, Mapping mapping, String role) {
        return statements(settings, mapping, role, false);
    }

    /**
     * @param isThere whether there is a publication of the name: it is altered then and not dropped, because an UPDATE or DELETE of the
     *     application fails where it meets the drop ("cache lookup failed for publication")
     */
    public static List<String> statements(IngestSettings settings, Mapping mapping, String role, boolean isThere) {
        Set<String> grants = new LinkedHashSet<>();
        mapping.tables().forEach(table -> grants.addAll(grants(table, role)));
        List<String> statements = new ArrayList<>(grants);
        String publication = TableName.quoted(settings.publication());
        String tables = mapping.tables().stream()
                .map(table -> table.name().quoted() + " (" + table.layout().quotedColumns() + ")")
                .collect(Collectors.joining(", "));
        if (isThere) {
            statements.add("ALTER PUBLICATION " + publication + " SET TABLE " + tables);
            statements.add("ALTER PUBLICATION " + publication
                    + " SET (publish = 'insert, update, delete, truncate', publish_via_partition_root = true)");
        } else {
            statements.add("DROP PUBLICATION IF EXISTS " + publication);
            statements.add("CREATE PUBLICATION " + publication + " FOR TABLE " + tables
                    + " WITH (publish_via_partition_root = true)");
        }
        return statements;
    }

    /** What lets the role read one table's mapped columns. */
    static List<String> grants(MappedTable table, String role) {
        String quotedRole = TableName.quoted(role);
        return List.of(
                "GRANT USAGE ON SCHEMA " + TableName.quoted(table.name().schema()) + " TO " + quotedRole,
                "GRANT SELECT (" + table.layout().quotedColumns() + ") ON "
                        + table.name().quoted() + " TO " + quotedRole);
    }
}
