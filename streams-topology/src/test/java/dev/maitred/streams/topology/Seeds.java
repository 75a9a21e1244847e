package dev.maitred.streams.topology;

/** How many seeds the property tests try: {@code ./maitred prove} looks twenty times as long, {@code -Dmaitred.seeds=N} as long as wished. */
final class Seeds {

    private static final int PROVE = 20;

    private Seeds() {}

    static int count(int usually) {
        return Integer.getInteger("maitred.seeds", Boolean.getBoolean("maitred.prove") ? PROVE * usually : usually);
    }
}
