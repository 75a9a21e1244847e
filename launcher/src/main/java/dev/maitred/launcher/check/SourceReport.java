package dev.maitred.launcher.check;

import dev.maitred.launcher.config.PlatformConfig;
import java.util.List;

/**
 * What was found out about a source.
 *
 * @param notes of its mapping: what keeps nothing from being read, and should be known
 * @param ready what it has, in words, when nothing is wrong
 */
record SourceReport(PlatformConfig.Source source, List<Finding> findings, List<String> notes, String ready) {

    SourceReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    boolean isReady() {
        return findings.isEmpty();
    }

    /** Whether all that is wrong may pass by itself. */
    boolean isAway() {
        return !isReady() && findings.stream().allMatch(Finding::passing);
    }
}
