package dev.maitred.ingest.publish;

import dev.maitred.contract.Lsn;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a source stands, as stored beside its changes.
 *
 * @param incarnation rises when the database behind the source is not the one known
 * @param systemIdentifier PostgreSQL's own, of the database known
 * @param timeline of the database known
 * @param publication the life of the publication that all of it was decoded by
 * @param lsn everything that committed up to here is in the change logs
 */
public record StoredOffset(int incarnation, String systemIdentifier, int timeline, String publication, Lsn lsn) {

    private static final JsonMapper JSON = new JsonMapper();

    public static StoredOffset of(byte[] bytes) {
        JsonNode node = JSON.readTree(bytes);
        return new StoredOffset(
                node.path("incarnation").intValue(),
                node.path("systemIdentifier").stringValue(),
                node.path("timeline").intValue(),
                node.path("publication").asString(""),
                Lsn.parse(node.path("lsn").stringValue()));
    }

    public byte[] bytes() {
        return JSON.writeValueAsString(JSON.createObjectNode()
                        .put("incarnation", incarnation)
                        .put("systemIdentifier", systemIdentifier)
                        .put("timeline", timeline)
                        .put("publication", publication)
                        .put("lsn", lsn.toString()))
                .getBytes(StandardCharsets.UTF_8);
    }

    public StoredOffset at(Lsn newLsn) {
        return new StoredOffset(incarnation, systemIdentifier, timeline, publication, newLsn);
    }

    /** The same place, decoded from there on by another publication. */
    public StoredOffset publishedBy(String life) {
        return new StoredOffset(incarnation, systemIdentifier, timeline, life, lsn);
    }
}
