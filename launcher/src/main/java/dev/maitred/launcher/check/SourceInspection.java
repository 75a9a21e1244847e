package dev.maitred.launcher.check;

import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.setup.SourceCheck;
import dev.maitred.ingest.setup.SourceNotReadyException;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One source against its live database; everything that can be found out is, whatever else is wrong. */
final class SourceInspection {

    /** In place of the one that a platform makes for itself: what is checked is the same under any. */
    private static final Salt TO_BE_MADE = new Salt("made at the first start");

    private static final Duration REPLICATION_PATIENCE = Duration.ofSeconds(5);

    private final PlatformConfig.Source source;
    private final IngestSettings settings;
    private final String database;
    private final String mapping;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private SourceInspection(PlatformConfig.Source source) {
        this.source = source;
        this.settings = new IngestSettings(
                source.database(), source.mappingYaml(), "", source.salt() == null ? TO_BE_MADE : source.salt());
        this.database = source.place() + ".database";
        this.mapping = source.place() + ".mapping (" + source.mappingFile() + ")";
    }

    static SourceReport of(PlatformConfig.Source source) {
        SourceInspection inspection = new SourceInspection(source);
        String ready = inspection.inspect();
        return new SourceReport(source, inspection.findings, inspection.notes, ready);
    }

    private String inspect() {
        try (Connection connection = source.database().connect()) {
            Pooler.of(database, source.database(), connection).ifPresent(findings::add);
            findings.addAll(ServerLimits.check(database, connection, settings.replicationSlot()));
            List<String> ofServer = SourceCheck.server(connection, source.database());
            boolean reachable = findings.isEmpty();
            String ready = mapped(connection, ofServer);
            if (reachable && ofServer.isEmpty()) {
                Pooler.ofReplication(database, source.database(), REPLICATION_PATIENCE)
                        .ifPresent(findings::add);
            }
            return ready;
        } catch (SQLException e) {
            findings.add(Pooler.of(database, source.database(), e)
                    .orElseGet(() -> Refused.of(database, source.database(), e)));
            return "";
        }
    }

    private String mapped(Connection connection, List<String> ofServer) throws SQLException {
        try {
            Mapping compiled = settings.compile(PostgresCatalogue.read(connection));
            compiled.notes().forEach(each -> notes.add(mapping + " " + each));
            SourceCheck.checkAny(connection, settings, compiled);
            return summary(connection, compiled);
        } catch (MappingException e) {
            ofServer.forEach(each -> findings.add(Finding.ofMissing(database, each)));
            e.faults()
                    .forEach(each -> findings.add(new Finding(
                            mapping + " " + each.where(),
                            each.problem(),
                            each.remedy().isEmpty() ? List.of() : List.of(each.remedy()),
                            false)));
        } catch (SourceNotReadyException e) {
            Set<String> said = new HashSet<>();
            e.missing()
                    .forEach(each ->
                            findings.add(Finding.ofMissing(database, each).without(said)));
        }
        return "";
    }

    private String summary(Connection connection, Mapping compiled) throws SQLException {
        SourceDatabase at = source.database();
        int columns = compiled.tables().stream()
                .mapToInt(table -> table.layout().columns().size())
                .sum();
        int rules = compiled.tables().stream()
                .mapToInt(table -> table.rules().size())
                .sum();
        return source.name() + " (" + source.mappingFile() + "): "
                + compiled.tables().size() + " tables, " + columns
                + " columns, " + rules + " rules; PostgreSQL "
                + connection.getMetaData().getDatabaseProductVersion() + " at " + at.host() + ":" + at.port() + "/"
                + at.database() + " as " + at.user();
    }
}
