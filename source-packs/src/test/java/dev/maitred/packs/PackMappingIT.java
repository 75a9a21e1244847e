package dev.maitred.packs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackMappingIT {

    @ParameterizedTest
    @ValueSource(strings = {"nightclub", "rush"})
    void the_mapping_fits_the_tables_and_reads_no_column_that_identifies_people(String name) throws SQLException {
        SourcePack pack = SourcePacks.named(name);
        try (Connection connection = PackDatabase.installed(pack).owner()) {
            Mapping mapping = Mapping.compile(pack.mappingYaml(), PostgresCatalogue.read(connection));
            assertThat(mapping.source()).isEqualTo(name);
            assertThat(mapping.tables()).isNotEmpty();
            Set<String> read = new HashSet<>();
            mapping.tables()
                    .forEach(table -> table.layout()
                            .columns()
                            .forEach(column -> read.add(table.name().name() + "." + column.name())));
            assertThat(personal(connection)).isNotEmpty().doesNotContainAnyElementsOf(read);
        }
    }

    private static Set<String> personal(Connection connection) throws SQLException {
        Set<String> personal = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT c.relname || '.' || a.attname
                          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
                           AND col_description(c.oid, a.attnum) LIKE 'personal:%'
                        """)) {
            while (rows.next()) {
                personal.add(rows.getString(1));
            }
        }
        return personal;
    }
}
