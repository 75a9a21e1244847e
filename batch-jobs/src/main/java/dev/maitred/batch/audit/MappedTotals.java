package dev.maitred.batch.audit;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.mapping.source.SourceRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Totals from the source's own rows, read through its mapping at one LSN. */
public final class MappedTotals implements SourceTotals {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SourceDatabase database;
    private final Supplier<String> mappingYaml;
    private final @Nullable Salt salt;

    /**
     * @param mappingYaml gives the text of the mapping that the source's log is made by, each time it is read
     * @param salt under which ids are hashed; null: the mapping hashes none
     */
    public MappedTotals(SourceDatabase database, Supplier<String> mappingYaml, @Nullable Salt salt) {
        this.database = database;
        this.mappingYaml = mappingYaml;
        this.salt = salt;
    }

    @Override
    public String source() {
        return MappingFile.parse(mappingYaml.get()).source();
    }

    @Override
    public Totals read() throws SourceUnavailableException {
        try (ConsistentRead read = ConsistentRead.open(database, PATIENCE);
                Connection catalogue = database.connect()) {
            Mapping mapping = Mapping.compile(mappingYaml.get(), PostgresCatalogue.read(catalogue), salt);
            Map<Place, Long> occupants = new HashMap<>();
            new SourceRows(mapping).read(read.connection(), new SourceRows.Visitor() {
                @Override
                public void row(ChangeKey key, Change change) {
                    if (change instanceof Occupant occupant) {
                        occupants.merge(
                                new Place(key.owner(), occupant.slot(), occupant.kind(), occupant.state()),
                                1L,
                                Long::sum);
                    }
                }

                @Override
                public void unmappable(TableName table, String primaryKey, String reason) {
                    // It is a dead letter in the log too: neither side counts it.
                }
            });
            List<Count> counts = occupants.entrySet().stream()
                    .map(each -> new Count(
                            each.getKey().venue(),
                            each.getKey().slot(),
                            each.getKey().kind(),
                            each.getKey().state(),
                            each.getValue()))
                    .toList();
            return new Totals(read.lsn(), clockMicros(read.connection()), counts);
        } catch (SQLException e) {
            throw new SourceUnavailableException(
                    "The source " + database + " did not give its totals: " + e.getMessage(), e);
        }
    }

    private record Place(String venue, String slot, Occupant.Kind kind, Occupant.State state) {}

    private static long clockMicros(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return Micros.of(row.getObject(1, OffsetDateTime.class).toInstant());
        }
    }
}
