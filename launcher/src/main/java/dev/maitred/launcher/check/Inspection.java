package dev.maitred.launcher.check;

import dev.maitred.launcher.config.PlatformConfig;
import java.io.PrintWriter;
import java.util.List;

/** A platform's file against everything that it names. */
public final class Inspection {

    private final List<SourceReport> sources;
    private final List<Finding> servers;

    private Inspection(List<SourceReport> sources, List<Finding> servers) {
        this.sources = sources;
        this.servers = servers;
    }

    public static Inspection of(PlatformConfig config) throws InterruptedException {
        List<SourceReport> sources =
                config.sources().parallelStream().map(SourceInspection::of).toList();
        return new Inspection(sources, GivenServers.check(config));
    }

    public boolean isReady() {
        return servers.isEmpty() && sources.stream().allMatch(SourceReport::isReady);
    }

    /** Whether a platform can begin: some source is ready, and the others are away, not wrong. They are read when they come. */
    public boolean canBegin() {
        return servers.isEmpty()
                && sources.stream().allMatch(each -> each.isReady() || each.isAway())
                && sources.stream().anyMatch(SourceReport::isReady);
    }

    public void print(PrintWriter out) {
        sources.stream().filter(SourceReport::isReady).forEach(each -> out.println("ready: " + each.ready()));
        int faults = servers.size()
                + sources.stream().mapToInt(each -> each.findings().size()).sum();
        if (faults > 0) {
            out.println(faults == 1 ? "1 fault:" : faults + " faults:");
            sources.forEach(each -> each.findings().forEach(finding -> print(finding, out)));
            servers.forEach(finding -> print(finding, out));
        }
        sources.forEach(each -> each.notes().forEach(note -> out.println("note: " + note)));
        out.flush();
    }

    private static void print(Finding finding, PrintWriter out) {
        out.println("  - " + finding.place() + ": " + finding.problem());
        finding.remedies().forEach(each -> out.println("      " + each + (isSql(each) ? ";" : "")));
    }

    private static boolean isSql(String remedy) {
        return remedy.matches("(?s)(ALTER|GRANT|DROP|CREATE) .*") && !remedy.contains("...");
    }
}
