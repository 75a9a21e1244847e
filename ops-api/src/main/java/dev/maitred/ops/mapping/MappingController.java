package dev.maitred.ops.mapping;

import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.source.Bounds;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.answer.IngestCommands;
import dev.maitred.ops.problems.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes another mapping of a source that runs. {@code /api/v1/pipeline} says how far it is, and when it is in force. */
@RestController
final class MappingController {

    private final SourcesInForce sources;
    private final IngestCommands ingest;

    MappingController(SourcesInForce sources, IngestCommands ingest) {
        this.sources = sources;
        this.ingest = ingest;
    }

    /**
     * It is built aside, and answers go on by the one before until it is there. Not kept: at its next start the platform takes its
     * file's.
     *
     * @param body the mapping file's text in UTF-8
     * @throws Problem 415 when it is sent as a form (curl does by itself; {@code -H "Content-Type: application/yaml"}); 404 when there is no such source; 422 with all faults when the mapping does not fit its live database; 409 when
     *     it is one of another source; 503 when the database or Kafka does not answer
     */
    @PostMapping(
            path = "/api/v1/sources/{source}/mapping",
            // A form would be taken apart before it comes here.
            consumes = "!" + MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> map(@PathVariable String source, @RequestBody byte[] body) throws InterruptedException {
        SourceSettings known = sources.named(source);
        String yaml = text(body);
        try {
            String its = MappingFile.parse(yaml).source();
            if (!its.equals(source)) {
                throw Problem.conflict("Expected a mapping whose `source:` is " + source + ", found one of \"" + its
                        + "\". Another name is another source: it is begun by ./maitred up with a file that names it.");
            }
            compile(known, yaml);
        } catch (MappingException e) {
            throw Problem.unprocessable(
                    "The mapping was not taken; answers go on by the one in force. " + e.getMessage());
        }
        ingest.map(source, yaml);
        return ResponseEntity.accepted().build();
    }

    private static void compile(SourceSettings source, String yaml) {
        SourceDatabase database =
                new SourceDatabase(source.host(), source.port(), source.database(), source.user(), source.password());
        try (Connection catalogue = database.connect(Bounds.QUICK)) {
            Mapping.compile(yaml, PostgresCatalogue.read(catalogue), source.salt());
        } catch (SQLException e) {
            throw Problem.unavailable("The mapping was not taken, because the database of " + source.name()
                    + " could not be asked whether it fits: " + SourceDatabase.explain(e));
        }
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("The body is not UTF-8: send the mapping file as it is, saved in UTF-8.");
        }
    }
}
