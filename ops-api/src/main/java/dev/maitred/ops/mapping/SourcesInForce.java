package dev.maitred.ops.mapping;

import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.pipeline.SourceStatuses;
import dev.maitred.ops.problems.Problem;
import java.util.List;

/**
 * The sources, each with the mapping that its log is made by at this moment: whoever judges its answers judges by that one, and not by
 * one that is to come. Where ingest does not run beside this, that is the file's.
 */
public final class SourcesInForce {

    private final List<SourceSettings> asStarted;
    private final SourceStatuses statuses;

    /** @param asStarted with the mappings of their files */
    public SourcesInForce(List<SourceSettings> asStarted, SourceStatuses statuses) {
        this.asStarted = List.copyOf(asStarted);
        this.statuses = statuses;
    }

    public List<SourceSettings> all() {
        return asStarted.stream().map(this::now).toList();
    }

    /** @throws Problem 404 when there is none of the name */
    public SourceSettings named(String name) {
        return all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("There is no source \"" + name + "\". Known sources: "
                        + asStarted.stream().map(SourceSettings::name).toList()));
    }

    /** The source by what is in force now. */
    public SourceSettings now(SourceSettings source) {
        String mapping = statuses.mappingInForce(source.name());
        return mapping == null ? source : source.mappedBy(mapping);
    }
}
