package dev.maitred.launcher.plan;

import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.change.MappingPlan;
import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.ingest.publish.StoredMapping;
import dev.maitred.launcher.config.ConfigException;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.launcher.running.DataOption;
import dev.maitred.launcher.running.RunningPlatform;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./maitred plan}: what the mappings of a platform's file would change of what is in force. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Says what the mappings of a platform's file change of those in force: which tables, how many rows are read and "
                        + "about how long that takes, and the SQL that it needs. Nothing is done; ./maitred up does it. Exit code 0:"
                        + " nothing changes; 3: something does; 1: it cannot be said; 2: no platform runs to be asked.")
public final class PlanCommand implements Callable<Integer> {

    private static final int CHANGES = 3;

    /** Stands for the salt that the platform has made and keeps: nothing is hashed here. */
    private static final Salt KEPT = new Salt("kept by the platform");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the platform's file")
    private @Nullable Path config;

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PlatformConfig read;
        try {
            read = ConfigReader.read(Objects.requireNonNull(config));
        } catch (ConfigException e) {
            out.println(e.getMessage());
            out.flush();
            return 1;
        }
        MemoryLoader memory = new MemoryLoader(kafka(read));
        int code = 0;
        for (PlatformConfig.Source source : read.sources()) {
            int its = plan(source, memory, out);
            code = code == 1 || its == 1 ? 1 : Math.max(code, its);
        }
        out.flush();
        return code;
    }

    /** The file's, or that of the platform that runs: it keeps what is in force. */
    private String kafka(PlatformConfig read) throws InterruptedException {
        String given = read.kafkaBootstrap();
        if (given != null) {
            return given;
        }
        try (RunningPlatform platform = data.platform()) {
            return platform.endpoints().kafka().bootstrap();
        }
    }

    private static int plan(PlatformConfig.Source source, MemoryLoader memory, PrintWriter out) {
        IngestSettings settings = new IngestSettings(
                source.database(), source.mappingYaml(), "", source.salt() == null ? KEPT : source.salt());
        StoredMapping inForce = memory.stored(source.name()).mapping();
        try (Connection connection = source.database().connect()) {
            MappingPlan plan = MappingPlan.of(connection, settings, inForce);
            print(source.name(), plan, out);
            return plan.isNothing() ? 0 : CHANGES;
        } catch (MappingException e) {
            out.println(source.name() + ": " + e.getMessage());
        } catch (SQLException e) {
            out.println(source.name() + ": " + SourceDatabase.explain(e));
        }
        return 1;
    }

    private static void print(String source, MappingPlan plan, PrintWriter out) {
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
