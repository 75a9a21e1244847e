package dev.maitred.streams.topology;

/** How many seeds the property tests try: {@code -Dmaitred.seeds=5000} looks longer. */
final class Seeds {

    private Seeds() {}

    static int count(int usually) {
        return Integer.getInteger("maitred.seeds", usually);
    }
}
