package dev.maitred.streams.venue;

/** Keys of the boards topic: {@code venue/slot}; of a venue itself {@code venue/}; of a watermark {@code /source/partition}. */
public final class BoardKeys {

    private BoardKeys() {}

    public static String board(String venue, String slot) {
        return escaped(venue) + "/" + escaped(slot);
    }

    public static String venue(String venue) {
        return escaped(venue) + "/";
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
        return plain(key.substring(0, key.indexOf('/')));
    }

    public static String slotOf(String key) {
        return plain(key.substring(key.indexOf('/') + 1));
    }

    private static String escaped(String part) {
        return part.indexOf('/') < 0 && part.indexOf('%') < 0
                ? part
                : part.replace("%", "%25").replace("/", "%2F");
    }

    private static String plain(String part) {
        return part.indexOf('%') < 0 ? part : part.replace("%2F", "/").replace("%25", "%");
    }
}
