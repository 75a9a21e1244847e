package dev.maitred.launcher.plan;

import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.change.MappingPlan;
import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.ingest.publish.StoredMapping;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.language.Fault;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a source's mapping would change, looked up and in words.
 *
 * @param notes of the mapping: what keeps nothing from being read, and should be known
 */
record Planned(MappingPlan plan, List<String> notes) {

    /** Stands for the salt that the platform has made and keeps: nothing is hashed here. */
    private static final Salt KEPT = new Salt("kept by the platform");

    Planned {
        notes = List.copyOf(notes);
    }

    /** @param memory where what is in force is kept */
    static Planned of(PlatformConfig.Source source, MemoryLoader memory) throws PlanException {
        IngestSettings settings = new IngestSettings(
                source.database(), source.mappingYaml(), "", source.salt() == null ? KEPT : source.salt());
        StoredMapping inForce = memory.stored(source.name()).mapping();
        try (Connection connection = source.database().connect()) {
            MappingPlan plan = MappingPlan.of(connection, settings, inForce);
            return new Planned(
                    plan,
                    settings.compile(PostgresCatalogue.read(connection)).notes().stream()
                            .map(Fault::toString)
                            .toList());
        } catch (MappingException e) {
            throw new PlanException(String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            throw new PlanException(SourceDatabase.explain(e), e);
        }
    }

    void print(String source, PrintWriter out) {
        printPlan(source, out);
        notes.forEach(each -> out.println("  note: " + each));
    }

    private void printPlan(String source, PrintWriter out) {
        if (plan.isNothing()) {
            out.println(source + ": nothing changes");
            return;
        }
        out.println(source + ": "
                + (plan.anew() == null
                        ? "built aside while answers go on by the mapping in force, then switched"
                        : "all is read anew, because " + plan.anew()));
        plan.tables().forEach(step -> out.println("  " + line(step)));
        out.printf(
                "  about %,d rows to read, about %,d s at %,d rows a second%n",
                plan.rows(), plan.seconds(), MappingPlan.ROWS_PER_SECOND);
        if (!plan.sql().isEmpty()) {
            out.println("  to be run before, by an owner of the tables:");
            plan.sql().forEach(each -> out.println("    " + each));
        }
    }

    private static String line(MappingPlan.Step step) {
        String rows = step.rows() == 0 ? "" : " (about %,d rows)".formatted(step.rows());
        if (step.change() != null) {
            return step.change() + rows;
        }
        return step.table() + (step.rows() == 0 ? " unchanged" : " read" + rows);
    }
}
