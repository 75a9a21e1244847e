package dev.maitred.launcher.demo;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's page in Debian's chromium, with all that it asks for and complains of. Used by the thread that made it. */
final class PageInBrowser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final int PATIENCE_MILLIS = 10_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();
    private final List<URI> requests = new ArrayList<>();
    private Page page;

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM);
    }

    PageInBrowser() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(QUIET));
    }

    /** Opens the page anew; what was asked for and complained of before is forgotten. */
    Page open(String url, int width) {
        if (page != null) {
            page.close();
        }
        complaints.clear();
        requests.clear();
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(width, 900));
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onRequest(request -> requests.add(URI.create(request.url())));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(url);
        return page;
    }

    Locator one(String testId) {
        return page.getByTestId(testId).first();
    }

    Locator tile(String key) {
        return page.locator("[data-testid=tile][data-key='" + key + "']");
    }

    /** The free tables that the screen shows, by venue and slot; also of nights that are folded away. */
    @SuppressWarnings("unchecked")
    Map<String, String> freeByNight() {
        List<List<String>> tiles =
                (List<List<String>>) page.evaluate("[...document.querySelectorAll('[data-testid=tile]')]"
                        + ".map(tile => [tile.dataset.key, tile.querySelector('[data-testid=free]').textContent])");
        return tiles.stream().collect(Collectors.toMap(List::getFirst, List::getLast));
    }

    List<URI> requests() {
        return List.copyOf(requests);
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
