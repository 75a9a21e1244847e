package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.change.Change;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.SourceRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a source that nobody knew would say now by a mapping: its tables are read by SQL, without the log and without any memory. */
final class AsMapped {

    private AsMapped() {}

    static void assertIs(RunningIngest running) throws SQLException {
        assertIs(running, running.settings().mappingYaml(), Map.of());
    }

    /** @param kept rows that the tables have no longer and the log is to have */
    static void assertIs(RunningIngest running, String yaml, Map<String, Change> kept) throws SQLException {
        Map<String, Change> expected = new LinkedHashMap<>(kept);
        Map<String, Change> found = running.rows();
        expected.putAll(rows(running.source(), yaml));
        assertThat(found).containsExactlyInAnyOrderEntriesOf(expected);
    }

    static Map<String, Change> rows(Source source, String yaml) throws SQLException {
        Map<String, Change> rows = new LinkedHashMap<>();
        try (Connection connection = source.database.connect()) {
            connection.setAutoCommit(false);
            Mapping mapping = Mapping.compile(yaml, PostgresCatalogue.read(connection));
            new SourceRows(mapping).read(connection, new SourceRows.Visitor() {
                @Override
                public void row(ChangeKey key, Change change) {
                    rows.put(key.toString(), change);
                }

                @Override
                public void unmappable(TableName table, String primaryKey, String reason) {
                    throw new AssertionError(table + " " + primaryKey + ": " + reason);
                }
            });
        }
        return rows;
    }
}
