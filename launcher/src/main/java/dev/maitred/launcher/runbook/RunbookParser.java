package dev.maitred.launcher.runbook;

import dev.maitred.launcher.runbook.Runbook.Heading;
import dev.maitred.launcher.runbook.Runbook.Language;
import dev.maitred.launcher.runbook.Runbook.Part;
import dev.maitred.launcher.runbook.Runbook.Query;
import dev.maitred.launcher.runbook.Runbook.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.commonmark.node.Block;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * Reads a runbook's Markdown. A block fenced as {@code http} or {@code sql} at the top level is a query; one fenced as {@code expect}
 * says what is expected of the query just before it; all others, {@code sh} too, are for people to read and to run themselves.
 */
final class RunbookParser {

    private static final String EXPECT = "expect";
    private static final Parser PARSER =
            Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
    private static final TextContentRenderer PLAIN =
            TextContentRenderer.builder().build();

    private final String name;
    private final List<String> lines;
    private final List<Part> parts = new ArrayList<>();

    private RunbookParser(String name, String markdown) {
        this.name = name;
        this.lines = markdown.lines().toList();
    }

    /** @throws RunbookException when a query or an expectation is none, with its line */
    static Runbook parse(String name, String markdown) {
        RunbookParser parser = new RunbookParser(name, markdown);
        for (Node node = PARSER.parse(markdown).getFirstChild(); node != null; node = node.getNext()) {
            parser.take(node);
        }
        String title = parser.parts.stream()
                .filter(Heading.class::isInstance)
                .map(part -> ((Heading) part).text())
                .findFirst()
                .orElse(name);
        return new Runbook(name, title, parser.parts);
    }

    private void take(Node node) {
        if (node instanceof org.commonmark.node.Heading heading) {
            parts.add(new Heading(heading.getLevel(), PLAIN.render(heading).strip()));
        } else if (node instanceof FencedCodeBlock fence && EXPECT.equals(fence.getInfo())) {
            expect(fence);
        } else if (node instanceof FencedCodeBlock fence && language(fence).isPresent()) {
            parts.add(new Query(language(fence).get(), fence.getLiteral().strip(), List.of()));
            requireSafe(fence, (Query) parts.getLast());
        } else if (node instanceof Block) {
            parts.add(new Text(source(node)));
        }
    }

    private static Optional<Language> language(FencedCodeBlock fence) {
        String info = fence.getInfo() == null ? "" : fence.getInfo();
        for (Language each : Language.values()) {
            if (info.equals(each.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private void expect(FencedCodeBlock fence) {
        if (parts.isEmpty() || !(parts.getLast() instanceof Query query)) {
            throw fault(fence, 0, "An expect block belongs directly after the query that it judges.");
        }
        List<Expectation> expectations = new ArrayList<>(query.expectations());
        List<String> written = fence.getLiteral().lines().toList();
        for (int i = 0; i < written.size(); i++) {
            if (written.get(i).isBlank()) {
                continue;
            }
            try {
                expectations.add(Expectation.parse(written.get(i)));
            } catch (IllegalArgumentException e) {
                throw fault(fence, 1 + i, e.getMessage() + ".");
            }
        }
        parts.set(parts.size() - 1, new Query(query.language(), query.source(), expectations));
    }

    private void requireSafe(FencedCodeBlock fence, Query query) {
        if (query.language() == Language.HTTP && !query.source().matches("GET /\\S+")) {
            throw fault(fence, 1, "Expected one line \"GET /path\", found \"" + query.source() + "\".");
        }
    }

    private RunbookException fault(Node node, int linesAfter, String what) {
        int line = 1 + node.getSourceSpans().getFirst().getLineIndex() + linesAfter;
        return new RunbookException("The runbook " + name + ", line " + line + ": " + what);
    }

    private String source(Node node) {
        StringBuilder text = new StringBuilder();
        for (SourceSpan span : node.getSourceSpans()) {
            text.append(lines.get(span.getLineIndex())).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
