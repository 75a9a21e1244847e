package dev.maitred.streams.fold;

import org.jspecify.annotations.Nullable;

/**
 * Something for everybody to read.
 *
 * @param key in its topic
 * @param owner the venue or queue, which decides the partition; empty on a watermark, which stays in the partition it came from
 * @param value JSON; null: it is no more
 * @param details what a replica needs to know without reading the value; empty where there is nothing
 */
public record Published(String key, String owner, byte @Nullable [] value, byte[] details) {

    private static final byte[] NOTHING = new byte[0];

    public static Published gone(String key, String owner) {
        return new Published(key, owner, null, NOTHING);
    }
}
