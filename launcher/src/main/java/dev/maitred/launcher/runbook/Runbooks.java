package dev.maitred.launcher.runbook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The runbooks of the folder {@code runbooks}, which travel with the launcher. */
final class Runbooks {

    private static final String ENDING = ".md";

    private Runbooks() {}

    /** All of them, by name. */
    static List<Runbook> all() throws IOException {
        List<Runbook> all = new ArrayList<>();
        for (Resource each : new PathMatchingResourcePatternResolver().getResources("classpath*:runbooks/*" + ENDING)) {
            String file = Objects.requireNonNull(each.getFilename());
            String name = file.substring(0, file.length() - ENDING.length());
            all.add(RunbookParser.parse(name, each.getContentAsString(StandardCharsets.UTF_8)));
        }
        all.sort(Comparator.comparing(Runbook::name));
        return all;
    }

    /** @throws RunbookException when there is none of that name, naming those that there are */
    static Runbook named(String name) throws IOException {
        List<Runbook> all = all();
        return all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RunbookException("There is no runbook " + name + ". There is "
                        + all.stream().map(Runbook::name).collect(Collectors.joining(", ")) + "."));
    }
}
