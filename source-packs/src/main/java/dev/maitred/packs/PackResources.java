package dev.maitred.packs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files of one pack, under {@code packs/<name>/} on the class path. */
public final class PackResources {

    private final String pack;

    public PackResources(String pack) {
        this.pack = pack;
    }

    /**
     * A file's text.
     *
     * @throws IllegalStateException when the build has left the file out
     */
    public String text(String file) {
        String path = "/packs/" + pack + "/" + file;
        try (InputStream stream = PackResources.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "Expected " + path + " on the class path, found nothing: build source-packs again");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }
}
