package dev.maitred.launcher.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What booking systems mean by the words that they use for states. */
final class Meanings {

    static final Map<String, String> OCCUPANT = words(
            "held: held hold pending draft new created initiated unpaid awaiting_payment pending_payment in_cart locked requested",
            "confirmed: booked confirmed paid active sold reserved accepted approved issued allocated open valid",
            "seated: seated checked_in arrived in_progress inside picked_up started",
            "completed: completed complete done finished closed fulfilled checked_out departed returned used",
            "cancelled: cancelled canceled refunded rejected declined void voided deleted released revoked failed",
            "expired: expired timed_out lapsed abandoned",
            "no-show: no_show noshow missed absent");

    static final Map<String, String> QUEUE = words(
            "waiting: new pending queued ready waiting scheduled failed retry retrying created enqueued error",
            "running: sending processing running in_progress leased claimed started working locked",
            "done: sent done completed complete processed succeeded success delivered published finished",
            "dead: dead discarded given_up dead_letter poisoned undeliverable",
            "cancelled: cancelled canceled skipped");

    static final Map<String, String> CHECK_IN = words(
            "admitted: admitted accepted ok success allowed granted valid in entered",
            "rejected: rejected denied failed refused invalid duplicate");

    private Meanings() {}

    private static Map<String, String> words(String... lines) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split(": ");
            for (String word : parts[1].split(" ")) {
                words.put(word, parts[0]);
            }
        }
        return words;
    }

    /**
     * A column's listed values by what they seem to mean.
     *
     * @param meanings in the words of the mapping language
     * @param unclear values that no word here stands for
     */
    record Sorted(Map<String, List<String>> meanings, List<String> unclear) {}

    static Sorted sort(List<String> values, Map<String, String> words) {
        Map<String, List<String>> meanings = new LinkedHashMap<>();
        words.values().forEach(meaning -> meanings.put(meaning, new ArrayList<>()));
        List<String> unclear = new ArrayList<>();
        for (String value : values) {
            String word = value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
            List<String> of = meanings.get(words.getOrDefault(word, ""));
            (of == null ? unclear : of).add(value);
        }
        meanings.values().removeIf(List::isEmpty);
        return new Sorted(meanings, unclear);
    }
}
