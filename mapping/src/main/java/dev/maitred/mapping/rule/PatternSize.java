package dev.maitred.mapping.rule;

/**
 * How large a regular expression becomes when its counted repetitions are written out, which is what matching it costs in memory: a
 * short one can become larger than any heap.
 */
final class PatternSize {

    /** Of what is larger it is enough to know that it is. */
    private static final long ENOUGH = 1L << 40;

    private final String pattern;
    private int at;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /** In characters; of a pattern that is none, some number. */
    static long of(String pattern) {
        PatternSize size = new PatternSize(pattern);
        long all = 0;
        while (size.at < pattern.length()) {
            all = Math.min(ENOUGH, all + size.group() + 1);
            // A closing parenthesis that nothing opens.
            size.at++;
        }
        return all;
    }

    /** Up to the parenthesis that closes it, or the end. */
    private long group() {
        long all = 0;
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            all = Math.min(ENOUGH, all + Math.min(ENOUGH, atom() * times()));
        }
        return all;
    }

    private long atom() {
        char first = pattern.charAt(at++);
        switch (first) {
            case '\\' -> at++;
            case '[' -> {
                int end = pattern.indexOf(']', at + 1);
                at = end < 0 ? pattern.length() : end + 1;
            }
            case '(' -> {
                long inside = group();
                at++;
                return inside + 1;
            }
            default -> {}
        }
        return 1;
    }

    /** What stands behind an atom, as often as it says: each of them repeats what is before it. */
    private long times() {
        long times = 1;
        while (at < pattern.length() && pattern.charAt(at) == '{') {
            int end = pattern.indexOf('}', at);
            String counts = end < 0 ? "" : pattern.substring(at + 1, end);
            if (!counts.matches("\\d{1,9}(,\\d{0,9})?")) {
                break;
            }
            long most = 1;
            for (String count : counts.split(",")) {
                most = Math.max(most, Long.parseLong(count));
            }
            times = Math.min(ENOUGH, times * most);
            at = end + 1;
        }
        return times;
    }
}
