package dev.maitred.ingest;

import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.change.Change;
import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.ingest.memory.RowMemory;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ingest at work on a small source of its own, and the log as every reader sees it. */
final class RunningIngest implements AutoCloseable {

    private static final String[] TWO_CLUBS = {
        "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', '+49 555'), (2, 'Red', 'Europe/Lisbon', null)",
        "INSERT INTO nights VALUES (10, 1, '2026-11-20 21:00Z', '2026-11-21 05:00Z'), (20, 2, '2026-11-20 22:00Z', '2026-11-21 06:00Z')"
    };

    private final Source source;
    private final ChangeLog log;
    private IngestSettings settings;
    private Ingest ingest;

    private RunningIngest(Source source) {
        this.source = source;
        this.log = new ChangeLog(source.name);
        this.settings = source.settings;
        this.ingest = started();
    }

    /** Started, and perhaps still reading what is there: club 1 with night 10, club 2 with night 20, and these rows. */
    static RunningIngest on(String... rows) throws SQLException {
        Source source = new Source();
        source.transaction(TWO_CLUBS);
        source.sql(rows);
        return new RunningIngest(source);
    }

    /** On a source of its own kind, and through with what these statements wrote. */
    static RunningIngest throughWith(Source source, String... statements) throws SQLException {
        source.sql(statements);
        RunningIngest running = new RunningIngest(source);
        running.records();
        return running;
    }

    /** As {@link #on}, and through with what is there. */
    static RunningIngest throughWith(String... rows) throws SQLException {
        RunningIngest running = on(rows);
        running.records();
        return running;
    }

    private Ingest started() {
        Ingest its = new Ingest(settings);
        its.start();
        return its;
    }

    Ingest ingest() {
        return ingest;
    }

    IngestSettings settings() {
        return settings;
    }

    Source source() {
        return source;
    }

    /** Stopped as it is, with what it has not done yet, and started again. */
    void restart() {
        ingest.close();
        ingest = started();
    }

    /** Stopped as it is, and started again by another mapping. */
    void restartBy(String mapping) {
        settings = source.settings.mappedBy(mapping);
        restart();
    }

    /** The name under which the log knows one of the source's clubs. */
    String club(int id) {
        return source.name + ":" + id;
    }

    /** All records, up to what is committed in the source now. */
    List<ChangeRecord> records() throws SQLException {
        return log.through(source.lsn(), () -> ingest.clockNow());
    }

    /** The last state of each row that is there now, by its key in the log. */
    Map<String, Change> rows() throws SQLException {
        return ChangeLog.latest(records());
    }

    /** The primary keys of a table's rows that are remembered, as the topic says it to the next ingest. */
    Set<String> remembered(String table) throws SQLException {
        Mapping mapping;
        try (Connection connection = source.database.connect()) {
            mapping = Mapping.compile(settings.mappingYaml(), PostgresCatalogue.read(connection));
        }
        RowMemory memory = new RowMemory(mapping);
        new MemoryLoader(source.settings.kafkaBootstrap()).rows(memory);
        return memory.rows(new TableName("public", table)).keySet();
    }

    @Override
    public void close() {
        ingest.close();
        log.close();
    }
}
