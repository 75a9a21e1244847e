package dev.maitred.ops.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.webjars.WebJarVersionLocator;

/** What must hold for the page to work under {@code default-src 'self'} and off the net. */
class PageTest {

    private static final Path STATIC = staticFiles();

    /** Names of XML vocabularies look like addresses; nothing is ever fetched from them. */
    private static final List<String> NAMESPACES = List.of("http://www.w3.org/2000/svg");

    private static final Pattern EXTERNAL =
            Pattern.compile("(?i)(?:\\b(?:https?|wss?):)?//[a-z0-9-]+(?:\\.[a-z0-9-]+)+[^\\s\"'`)]*");
    private static final Pattern SCRIPT = Pattern.compile("(?is)<script\\b([^>]*)>(.*?)</script>");
    private static final Pattern HANDLER_OR_STYLE = Pattern.compile("(?i)<[^>]+\\s(on[a-z]+|style)\\s*=");
    private static final Pattern INLINE_STYLE = Pattern.compile("(?i)<style\\b");
    private static final Pattern MARKUP_FROM_TEXT = Pattern.compile(
            "\\b(innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function|DOMParser)");
    private static final Pattern WEBJAR = Pattern.compile("/webjars/([a-z0-9-]+)/([\\w./-]+)");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import)\\s*\\(?\\s*'(\\.{1,2}/[^']+)'");
    private static final Pattern OWN_FILE = Pattern.compile("(?:href|src)=\"(/[a-z][^\"]*)\"");

    @Test
    void no_file_refers_to_an_external_address() {
        assertThat(files("html", "js", "css", "svg"))
                .allSatisfy(file -> assertThat(matches(EXTERNAL, text(file)))
                        .as("addresses in %s: serve it from here, as a static file or a WebJar", file)
                        .filteredOn(address -> !NAMESPACES.contains(address))
                        .isEmpty());
    }

    @Test
    void markup_holds_no_script_no_handler_and_no_style() {
        assertThat(files("html")).isNotEmpty().allSatisfy(file -> {
            var html = text(file);
            assertThat(SCRIPT.matcher(html).results())
                    .as("scripts in %s: the content security policy runs files only", file)
                    .isNotEmpty()
                    .allSatisfy(script -> {
                        assertThat(script.group(1)).contains("src=\"/");
                        assertThat(script.group(2)).isBlank();
                    });
            assertThat(matches(HANDLER_OR_STYLE, html))
                    .as("handlers and styles in %s", file)
                    .isEmpty();
            assertThat(matches(INLINE_STYLE, html))
                    .as("style elements in %s", file)
                    .isEmpty();
        });
    }

    @Test
    void no_script_makes_markup_or_code_from_text() {
        assertThat(files("js"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(matches(MARKUP_FROM_TEXT, text(file)))
                        .as("in %s: names come from the booking database; use textContent", file)
                        .isEmpty());
    }

    @Test
    void every_webjar_path_is_on_the_class_path() {
        var locator = new WebJarVersionLocator();
        var referred = new TreeSet<String>();
        for (var file : files("html", "js", "css")) {
            for (var path : WEBJAR.matcher(text(file)).results().toList()) {
                referred.add(path.group());
                var full = locator.fullPath(path.group(1), path.group(2));
                assertThat(full).as("%s, named in %s", path.group(), file).isNotNull();
                assertThat(PageTest.class.getClassLoader().getResource(Objects.requireNonNull(full)))
                        .as("%s, named in %s", full, file)
                        .isNotNull();
            }
        }
        assertThat(referred).isNotEmpty();
    }

    @Test
    void every_file_that_is_named_exists_and_every_module_is_reached() {
        var reached = new TreeSet<Path>();
        var queue = new ArrayList<Path>(List.of(STATIC.resolve("index.html")));
        while (!queue.isEmpty()) {
            var file = queue.removeLast();
            if (!reached.add(file)) {
                continue;
            }
            assertThat(file).as("a file that the page names").isRegularFile();
            var text = text(file);
            for (var name : groups(OWN_FILE, text)) {
                queue.add(STATIC.resolve(name.substring(1)));
            }
            for (var name : groups(IMPORT, text)) {
                queue.add(file.resolveSibling(name).normalize());
            }
        }
        assertThat(files("js", "css")).as("files that nothing names").allMatch(reached::contains);
    }

    @Test
    void a_policy_stands_in_the_page_itself() {
        assertThat(text(STATIC.resolve("index.html")))
                .contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'");
    }

    private static Path staticFiles() {
        try {
            var index = Objects.requireNonNull(
                    PageTest.class.getResource("/static/index.html"), "static/index.html is not on the class path");
            return Path.of(URI.create(index.toString())).getParent();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("Expected static/ as a directory of target/classes, found it in a jar.", e);
        }
    }

    private static List<Path> files(String... endings) {
        try (var all = Files.walk(STATIC)) {
            return all.filter(file -> List.of(endings).contains(ending(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ending(Path file) {
        var name = file.toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
