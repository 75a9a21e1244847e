package dev.maitred.ingest.change;

import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.change.MappingDifference.Side;
import dev.maitred.ingest.publish.StoredMapping;
import dev.maitred.ingest.setup.RowEstimate;
import dev.maitred.ingest.setup.SourceCheck;
import dev.maitred.ingest.setup.SourceNotReadyException;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.language.MappingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would be done to bring a mapping into force; nothing is done.
 *
 * @param tables of either mapping, with what is read of each
 * @param anew why all is read anew, with a snapshot and a new incarnation; null: what changes is built aside
 * @param sql what an owner of the tables has to run before, one statement each, with what it is for; empty: nothing
 */
public record MappingPlan(List<Step> tables, @Nullable String anew, List<String> sql) {

    /** Rows read, mapped and kept aside in a second: what two cores did that had much else to do. */
    public static final int ROWS_PER_SECOND = 7_500;

    /**
     * One table.
     *
     * @param change null: it stays as it is
     * @param rows to be read of it, by the planner's estimate
     */
    public record Step(String table, @Nullable TableChange change, long rows) {}

    public MappingPlan {
        tables = List.copyOf(tables);
        sql = List.copyOf(sql);
    }

    /**
     * @param wanted by the file
     * @param stored in force; null: none is known
     * @throws MappingException when the file's mapping is wrong
     */
    public static MappingPlan of(Connection connection, IngestSettings wanted, @Nullable StoredMapping stored)
            throws SQLException {
        Catalogue catalogue = PostgresCatalogue.read(connection);
        Mapping mapping = wanted.compile(catalogue);
        Side after = Side.of(wanted.mappingYaml(), mapping);
        String anew = "nothing of this source is in force";
        if (stored != null) {
            IngestSettings before = wanted.mappedBy(stored.yaml()).publishedBy(stored.publication());
            try {
                Mapping inForce = before.compile(catalogue);
                SourceCheck.check(connection, before, inForce);
                return aside(connection, before, Side.of(stored.yaml(), inForce), wanted, after);
            } catch (MappingException | SourceNotReadyException e) {
                anew = "by the mapping in force it cannot be gone on with: " + e.getMessage();
            }
        }
        List<Step> steps = new ArrayList<>();
        for (MappedTable table : mapping.tables()) {
            steps.add(new Step(table.name().shortName(), null, rows(connection, table)));
        }
        return new MappingPlan(steps, anew, missing(connection, wanted, mapping));
    }

    private static MappingPlan aside(
            Connection connection, IngestSettings before, Side inForce, IngestSettings wanted, Side after)
            throws SQLException {
        MappingDifference difference = MappingDifference.of(inForce, after);
        Mapping read = after.mapping().only(difference.names());
        List<Step> steps = new ArrayList<>();
        for (MappedTable table : after.mapping().tables()) {
            TableChange change = difference.tables().stream()
                    .filter(each -> each.table().equals(table.name()))
                    .findFirst()
                    .orElse(null);
            steps.add(new Step(
                    table.name().shortName(),
                    change,
                    read.table(table.name()).isPresent() ? rows(connection, table) : 0));
        }
        difference.tables().stream()
                .filter(each -> each.kind() == TableChange.Kind.REMOVED)
                .forEach(each -> steps.add(new Step(each.table().shortName(), each, 0)));
        IngestSettings toBe =
                wanted.publishedBy(difference.needsPublication() ? before.otherPublication() : before.publication());
        return new MappingPlan(steps, null, missing(connection, toBe, after.mapping()));
    }

    private static List<String> missing(Connection connection, IngestSettings settings, Mapping mapping)
            throws SQLException {
        try {
            SourceCheck.check(connection, settings, mapping);
            return List.of();
        } catch (SourceNotReadyException e) {
            return e.missing();
        }
    }

    private static long rows(Connection connection, MappedTable table) throws SQLException {
        return RowEstimate.of(connection, List.of(table));
    }

    /** Whether everything stays as it is. */
    public boolean isNothing() {
        return anew == null && tables.stream().allMatch(each -> each.change() == null);
    }

    /** About so many rows are to be read, those of look-ups too. */
    public long rows() {
        return tables.stream().mapToLong(Step::rows).sum();
    }

    public long seconds() {
        return Math.ceilDiv(rows(), ROWS_PER_SECOND);
    }
}
