package dev.maitred.ops.trace;

import dev.maitred.contract.Entity;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.Faults;
import dev.maitred.mapping.language.MappingFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a source's tables as its file says them, which is known though the database be gone. */
record MappedRules(List<Written> rules) {

    /**
     * A rule as written.
     *
     * @param when null: it takes every row
     * @param keepsDeleted whether a deleted row stands on as it was last
     */
    record Written(
            TableName table,
            String name,
            Entity entity,
            @Nullable String when,
            boolean keepsDeleted) {}

    static MappedRules of(String mapping) {
        return new MappedRules(MappingFile.parse(mapping, new Faults()).rules().stream()
                .map(node -> new Written(
                        node.table(),
                        node.body().path("rule").asString(node.table().shortName()),
                        Entity.of(node.entity().replace('_', '-')),
                        node.body().has("when") ? node.body().path("when").asString("") : null,
                        node.body().path("on_delete").asString("").equals("keep")))
                .toList());
    }

    List<Written> of(TableName table) {
        return rules.stream().filter(each -> each.table().equals(table)).toList();
    }

    /** The mapped tables as a person would write them. */
    List<String> tables() {
        return rules.stream()
                .map(each -> each.table().shortName())
                .distinct()
                .sorted()
                .toList();
    }
}
