package dev.maitred.mapping.language;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The word that a person may have meant. */
public final class Nearest {

    private Nearest() {}

    /** @return a remedy that names the nearest word, or the other remedy when none is near */
    public static String remedy(String word, Collection<String> words, String otherwise) {
        return of(word, words)
                .map(nearest -> "Did you mean \"" + nearest + "\"?")
                .orElse(otherwise);
    }

    /** The word at most a third of its letters away, or that says the same without hyphens, underscores and capitals. */
    static Optional<String> of(String word, Collection<String> words) {
        return words.stream()
                .filter(each -> distance(plain(word), plain(each)) <= Math.max(1, each.length() / 3))
                .min(Comparator.comparing((String each) -> distance(plain(word), plain(each)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** How many letters must be changed, added or left out. */
    private static int distance(String from, String to) {
        int[] last = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] next = new int[to.length() + 1];
            next[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(change, Math.min(last[j], next[j - 1]) + 1);
            }
            last = next;
        }
        return last[to.length()];
    }
}
