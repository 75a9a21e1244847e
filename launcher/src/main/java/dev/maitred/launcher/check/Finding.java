package dev.maitred.launcher.check;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Something that keeps a source from being read.
 *
 * @param place where in the platform's file
 * @param problem in a sentence, without the full stop
 * @param remedies what mends it, in order; statements without their semicolon, or what to do
 * @param passing whether it may pass by itself: the database is away, not wrong
 */
record Finding(String place, String problem, List<String> remedies, boolean passing) {

    /** Where a reason ends and the SQL begins, in what ingest says is missing. */
    private static final Pattern BEFORE_SQL = Pattern.compile(": (?=(?:ALTER|GRANT|DROP|CREATE) )");

    Finding {
        remedies = List.copyOf(remedies);
    }

    Finding(String place, String problem, String... remedies) {
        this(place, problem, List.of(remedies), false);
    }

    /** From a reason, a colon, and the SQL that mends it. */
    static Finding ofMissing(String place, String missing) {
        String[] parts = BEFORE_SQL.split(missing, 2);
        return new Finding(place, parts[0], parts.length == 1 ? List.of() : Arrays.asList(parts[1].split("; ")), false);
    }

    /** Without what was said before; what is said now is added to it. */
    Finding without(Set<String> said) {
        return new Finding(place, problem, remedies.stream().filter(said::add).toList(), passing);
    }
}
