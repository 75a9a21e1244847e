package dev.maitred.streams.venue;

import dev.maitred.contract.KeyParts;

/** Keys of the boards topic: {@code venue/slot}; of a venue itself {@code venue/}; of a watermark {@code /source/partition}. */
public final class BoardKeys {

    private BoardKeys() {}

    public static String board(String venue, String slot) {
        return KeyParts.escaped(venue) + "/" + KeyParts.escaped(slot);
    }

    public static String venue(String venue) {
        return KeyParts.escaped(venue) + "/";
    }

    public static String watermark(String source, int partition) {
        return "/" + source + "/" + partition;
    }

    public static boolean isWatermark(String key) {
        return key.startsWith("/");
    }

    public static boolean isVenue(String key) {
        return key.indexOf('/') == key.length() - 1;
    }

    public static String venueOf(String key) {
        return KeyParts.plain(key.substring(0, key.indexOf('/')));
    }

    public static String slotOf(String key) {
        return KeyParts.plain(key.substring(key.indexOf('/') + 1));
    }
}
