package dev.maitred.ingest.publish;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What all of a source that stands in the change logs was mapped by, as stored beside its offset.
 *
 * @param yaml the mapping file's text
 * @param publication the name of the publication that it is captured by
 * @param salt the fingerprint of that under which ids are hashed; empty: there was none
 */
public record StoredMapping(String yaml, String publication, String salt) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The key under which a source's is stored; no source's name has a slash. */
    public static String key(String source) {
        return source + "/mapping";
    }

    public static StoredMapping of(byte[] bytes) {
        JsonNode node = JSON.readTree(bytes);
        return new StoredMapping(
                node.path("yaml").stringValue(),
                node.path("publication").stringValue(),
                node.path("salt").asString(""));
    }

    public byte[] bytes() {
        return JSON.writeValueAsString(JSON.createObjectNode()
                        .put("publication", publication)
                        .put("salt", salt)
                        .put("yaml", yaml))
                .getBytes(StandardCharsets.UTF_8);
    }
}
