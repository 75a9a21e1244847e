package dev.maitred.contract;

/** Parts of keys that are joined by {@code /}: in a part it is written {@code %2F}, and {@code %} is written {@code %25}. */
public final class KeyParts {

    private KeyParts() {}

    public static String escaped(String part) {
        if (part.indexOf('/') < 0 && part.indexOf('%') < 0) {
            return part;
        }
        return part.replace("%", "%25").replace("/", "%2F");
    }

    public static String plain(String part) {
        return part.indexOf('%') < 0 ? part : part.replace("%2F", "/").replace("%25", "%");
    }
}
