package dev.maitred.launcher.config;

import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.mapping.language.Fault;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.ops.OpsSettings.TruthFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a platform's file and the files that it names; everything that is wrong is found before any of it is told. */
public final class ConfigReader {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Set<String> TOP = Set.of("sources", "kafka", "clickhouse", "platformDatabase");
    private static final String EXAMPLE = """
                sources:
                  - mapping: club.yaml
                    database: { host: db.example.org, name: club, user: maitred_ingest, password: "${CLUB_PASSWORD}" }""";

    private final Path file;
    private final List<Fault> faults = new ArrayList<>();
    private final UnaryOperator<@Nullable String> environment;

    private ConfigReader(Path file, UnaryOperator<@Nullable String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /** @throws ConfigException with all faults */
    public static PlatformConfig read(Path file) {
        return read(file, System::getenv);
    }

    /** @param environment what stands for {@code ${NAME}}; null for a name that is not set */
    static PlatformConfig read(Path file, UnaryOperator<@Nullable String> environment) {
        ConfigReader reader = new ConfigReader(file, environment);
        PlatformConfig config = reader.config();
        if (!reader.faults.isEmpty()) {
            throw new ConfigException(file, reader.faults);
        }
        return config;
    }

    private PlatformConfig config() {
        Node root = new Node("", tree(), faults, environment);
        root.knowsOnly(TOP);
        List<PlatformConfig.Source> sources = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        for (Node each : root.at("sources").elements(EXAMPLE)) {
            PlatformConfig.Source source = source(each);
            if (source != null) {
                String before = places.putIfAbsent(source.name(), each.place());
                if (before != null) {
                    each.fault(
                            "its mapping calls it \"" + source.name() + "\", as that of " + before + " does",
                            "Give each database a mapping with a `source` of its own");
                }
                sources.add(source);
            }
        }
        return new PlatformConfig(sources, kafka(root), clickHouse(root), platformDatabase(root));
    }

    private JsonNode tree() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(
                    file,
                    List.of(new Fault(
                            file.toString(), "expected a file that can be read, found none", "Mend its name")));
        }
        try {
            JsonNode tree = YAML.readTree(text);
            if (tree != null && tree.isObject()) {
                return tree;
            }
            throw new ConfigException(
                    file,
                    List.of(new Fault("file", "expected `sources`, found none", "Write for instance\n" + EXAMPLE)));
        } catch (JacksonException e) {
            String line =
                    e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
            throw new ConfigException(
                    file,
                    List.of(new Fault("file", line + "this is not YAML: " + e.getOriginalMessage(), "Mend that line")));
        }
    }

    private PlatformConfig.@Nullable Source source(Node node) {
        if (!node.isObject()) {
            node.fault("expected `mapping` and `database`", "Write for instance\n" + EXAMPLE);
            return null;
        }
        node.knowsOnly(Set.of("mapping", "database", "truth", "salt", "saltFile"));
        String mappingFile = node.text("mapping");
        String mapping = mappingFile == null ? null : content(node.at("mapping"), mappingFile);
        String name = mapping == null ? null : name(node.at("mapping"), mappingFile, mapping);
        String truthFile = node.has("truth") ? node.text("truth") : null;
        String truthSql = truthFile == null ? null : content(node.at("truth"), truthFile);
        TruthFile truth = truthFile == null || truthSql == null ? null : new TruthFile(truthFile, truthSql);
        SourceDatabase database = Databases.read(node.at("database"), file);
        Salt salt = node.has("salt") || node.has("saltFile") ? salt(node) : null;
        return mappingFile == null || mapping == null || name == null || database == null
                ? null
                : new PlatformConfig.Source(node.place(), name, mappingFile, mapping, database, truth, salt);
    }

    private @Nullable Salt salt(Node node) {
        String secret = Databases.secret(node, "salt", file);
        if (secret != null && secret.length() < Salt.SHORTEST) {
            node.at(node.has("salt") ? "salt" : "saltFile")
                    .fault(
                            "expected a secret of at least " + Salt.SHORTEST + " characters, found " + secret.length(),
                            "Make one by: openssl rand -hex 24");
            return null;
        }
        return secret == null ? null : new Salt(secret);
    }

    private @Nullable String content(Node node, String path) {
        try {
            return Files.readString(Databases.beside(file, path));
        } catch (IOException e) {
            node.fault(
                    "expected a file that can be read, found none at "
                            + Databases.beside(file, path).normalize(),
                    "Mend the path; it is relative to " + file.getFileName());
            return null;
        }
    }

    /** By the mapping, whose shape is checked with it; what it says is checked against its database. */
    private @Nullable String name(Node node, @Nullable String mappingFile, String yaml) {
        try {
            return MappingFile.parse(yaml).source();
        } catch (MappingException e) {
            e.faults()
                    .forEach(each -> faults.add(new Fault(
                            node.place() + " (" + mappingFile + ") " + each.place(),
                            each.line(),
                            each.problem(),
                            each.remedy())));
            return null;
        }
    }

    private static @Nullable String kafka(Node root) {
        if (!root.has("kafka")) {
            return null;
        }
        Node kafka = root.at("kafka");
        if (kafka.isObject()) {
            kafka.knowsOnly(Set.of("bootstrap"));
            kafka = kafka.at("bootstrap");
        }
        String bootstrap = kafka.text();
        if (bootstrap != null && !bootstrap.matches("[^\\s,:/]+:\\d{1,5}(,[^\\s,:/]+:\\d{1,5})*")) {
            kafka.fault("expected host:port, or several with commas, found \"" + bootstrap + "\"", "Mend it");
        }
        return bootstrap;
    }

    private @Nullable ClickHouseAddress clickHouse(Node root) {
        if (!root.has("clickhouse")) {
            return null;
        }
        Node node = root.at("clickhouse");
        node.knowsOnly(Set.of("url", "database", "user", "password", "passwordFile"));
        String url = node.text("url");
        String database = node.has("database") ? node.text("database") : "maitred";
        String user = node.has("user") ? node.text("user") : "default";
        boolean named = node.has("password") || node.has("passwordFile");
        String password = named ? Databases.password(node, file) : "";
        if (url != null && !url.matches("https?://[^\\s/]+/?")) {
            node.at("url")
                    .fault(
                            "expected its HTTP interface, as in http://127.0.0.1:8123, found \"" + url + "\"",
                            "Mend it");
            return null;
        }
        return url == null || database == null || user == null || password == null
                ? null
                : new ClickHouseAddress(url, database, user, password);
    }

    private @Nullable PlatformDatabase platformDatabase(Node root) {
        if (!root.has("platformDatabase")) {
            return null;
        }
        SourceDatabase at = Databases.read(root.at("platformDatabase"), file);
        return at == null ? null : new PlatformDatabase(at.jdbcUrl(), at.user(), at.password());
    }
}
