package dev.maitred.ops.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static dev.maitred.ops.page.PlayedNight.board;
import static dev.maitred.ops.page.PlayedNight.envelope;
import static dev.maitred.ops.page.PlayedNight.fresh;
import static dev.maitred.ops.page.PlayedNight.pipeline;
import static dev.maitred.ops.page.PlayedNight.queue;
import static dev.maitred.ops.page.PlayedNight.show;
import static dev.maitred.ops.page.PlayedNight.venues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page in a real browser, on answers and events that the test plays. Needs Debian's chromium; skipped without it. */
@Timeout(300)
class PageIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SLOTS = "/api/v1/venues/nightclub:1/slots";

    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private PlayedServer server;
    private Page page;

    @BeforeAll
    static void start() {
        setDefaultAssertionTimeout(PATIENCE.toMillis());
        assumeTrue(Files.isExecutable(CHROMIUM), "no chromium: apt-get install chromium");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(QUIET));
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void play() throws IOException {
        server = new PlayedServer();
        server.answer("GET /api/v1/venues", fresh(venues("Blue Room"), "0/100"));
        server.answer("GET " + SLOTS, fresh("[" + board(2) + "]", "0/100"));
        server.answer("GET /api/v1/queues", fresh("[" + queue(40, "null") + "]", "0/100"));
        server.event("board", PlayedNight.KEY, fresh(board(2), "0/100"));
        server.event("queue", "nightclub:outbox", fresh(queue(40, "null"), "0/100"));
        server.event("pipeline", "all", fresh(pipeline(Duration.ofMillis(30)), "0/100"));
    }

    @AfterEach
    void end() {
        if (page != null) {
            page.close();
        }
        server.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_changed_board_reaches_its_tile_by_the_event_stream_alone() {
        open(1280);
        assertThat(free()).hasText("2");
        var asked = server.requests().size();
        server.event("board", PlayedNight.KEY, fresh(board(1), "0/200"));
        assertThat(free()).hasText("1");
        assertThat(one("sold")).hasText("50 % sold");
        assertThat(server.requests().subList(asked, server.requests().size()))
                .noneMatch(request -> request.contains("/venues") || request.contains("/queues"));
        assertThat(server.requests())
                .anyMatch(request -> request.startsWith(
                        "GET /api/v1/stream?board=nightclub:1/17&queue=nightclub:outbox&pipeline=all&reports=all "));
    }

    @Test
    void a_show_of_many_thousand_seats_months_ahead_is_told_by_its_zones_and_no_seat_is_asked_for() {
        server.answer("GET " + SLOTS, fresh("[" + show(12_345) + "]", "0/100"));
        server.event("board", PlayedNight.KEY, fresh(show(12_345), "0/100"));
        open(390);
        assertThat(free()).hasText("92,345");
        assertThat(one("zones")).hasText("FLOOR80,000FRONT12,345");
        server.event("board", PlayedNight.KEY, fresh(show(0), "0/200"));
        assertThat(one("zones")).hasText("FLOOR80,000FRONT0");
        one("tile").click();
        assertThat(one("night-sections")).containsText("0 free of 20,000");
        assertThat(one("night-sections").getByText("None is free").first()).isHidden();
        assertThat(server.requests()).noneMatch(request -> request.contains("/17/free"));
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    }

    @Test
    void a_night_opens_with_its_free_tables_and_the_rows_behind_its_numbers() {
        server.answer("GET " + SLOTS + "/17/explain", fresh("""
                {"counts":{"free":2},"occupants":[{"row":"bookings/42","kind":"BOOKING","state":"CONFIRMED","units":["17"],"labels":["T17"],"partySize":4,
                 "expiresAt":null,"countsAs":"taken","position":"1:0/1A2B3C:4"}]}
                """, "0/100"));
        open(1280);
        one("tile").click();
        assertThat(page.getByTestId("free-unit")).hasText(new String[] {"T16 seats", "T26 seats"});
        server.event("board", PlayedNight.KEY, fresh(board(1), "0/200"));
        assertThat(page.getByTestId("free-unit")).hasText(new String[] {"T16 seats"});
        one("explain").click();
        assertThat(one("occupant")).containsText("bookings/42");
        assertThat(one("occupant")).containsText("T17");
        page.keyboard().press("Escape");
        assertThat(one("night")).isHidden();
    }

    @Test
    void the_keyboard_is_enough_and_its_focus_stays_where_it_was() {
        server.answer("GET /demo/status", "{}");
        server.answer(
                "POST /demo/book", "{\"problem\":1,\"title\":\"Taken\",\"detail\":\"Table T1 was taken meanwhile.\"}");
        open(1280);
        one("tile").focus();
        page.keyboard().press("Enter");
        assertThat(one("night-close")).isFocused();
        page.keyboard().press("Escape");
        assertThat(one("tile")).isFocused();
        one("book").focus();
        page.keyboard().press("Enter");
        assertThat(one("book-trouble")).hasText("Table T1 was taken meanwhile.");
        assertThat(one("book")).isFocused();
        assertThat(one("announcer")).containsText("was taken meanwhile");
    }

    @Test
    void an_old_pipeline_is_said_as_stale_with_a_rising_age() {
        open(1280);
        assertThat(one("status-word")).hasText("live");
        assertThat(one("banner")).isHidden();
        server.reporting(false);
        server.event("pipeline", "all", envelope(pipeline(Duration.ofSeconds(9)), "0/100", Duration.ofSeconds(9)));
        assertThat(one("status-word")).hasText("stale");
        assertThat(one("banner")).containsText("may be out of date");
        assertThat(one("status-age")).hasText(Pattern.compile("1\\d\\.\\d s"));
    }

    @Test
    void a_broken_stream_is_said_and_mended() {
        open(1280);
        assertThat(one("status-word")).hasText("live");
        server.streaming(false);
        assertThat(one("status-word")).hasText("disconnected");
        assertThat(one("banner")).containsText("reconnecting");
        server.event("board", PlayedNight.KEY, fresh(board(1), "0/200"));
        server.event("pipeline", "all", fresh(pipeline(Duration.ofMillis(30)), "0/200"));
        server.streaming(true);
        assertThat(one("status-word")).hasText("live");
        assertThat(free()).hasText("1");
    }

    @Test
    void names_stay_text_and_unknown_is_said_as_unknown() {
        server.answer("GET /api/v1/venues", fresh(venues("<img src=x onerror=alert(1)>"), "0/100"));
        open(1280);
        assertThat(one("club")).containsText("<img src=x onerror=alert(1)>");
        assertThat(one("tile")).containsText("Friday <i>Bass</i>");
        assertThat(one("queue-drain")).hasText("unknown");
        server.event("queue", "nightclub:outbox", fresh(queue(30, "120"), "0/200"));
        assertThat(one("queue-depth")).hasText("30");
        assertThat(one("queue-drain")).hasText("about 2 min");
    }

    @Test
    void a_booking_says_its_milliseconds_and_its_position_when_its_board_arrives() {
        server.answer("GET /demo/status", "{}");
        server.answer(
                "POST /demo/book",
                "{\"bookingId\":7,\"lsn\":\"0/2F0\",\"committedAt\":\"%s\",\"table\":\"T1\"}".formatted(Instant.now()));
        open(1280);
        one("book").click();
        assertThat(one("book-lsn")).hasText("0/2F0");
        assertThat(one("book-result")).containsText("so far");
        server.event("board", PlayedNight.KEY, fresh(board(1), "0/2EF"));
        assertThat(free()).hasText("1");
        assertThat(one("book-result")).containsText("so far");
        server.event("board", PlayedNight.KEY, fresh(board(1), "0/300"));
        assertThat(one("book-result")).containsText("to screen");
        assertThat(one("book-detail")).containsText("0/300");
        assertThat(one("release")).isVisible();
        assertThat(server.requests())
                .anyMatch(request -> request.endsWith("{\"venue\":\"nightclub:1\",\"slot\":\"17\",\"unit\":\"1\"}"));
    }

    @Test
    void a_count_stands_beside_the_live_number_of_the_same_position() {
        server.answer("GET /demo/status", "{}");
        server.answer(
                "POST /demo/count",
                "{\"counts\":{\"free\":2,\"held\":1,\"taken\":1,\"seated\":1,\"blocked\":0},\"lsn\":\"0/180\",\"at\":\"2026-11-20T21:03:04Z\"}");
        server.answer("GET " + SLOTS + "/17", fresh(board(1), "0/200"));
        open(1280);
        one("count").click();
        assertThat(one("count-verdict")).hasText("Equal, at the same LSN.");
        assertThat(one("count-live-free")).hasText("2");
        assertThat(server.requests()).anyMatch(request -> request.contains("/17?atLeast=0%2F180&wait=2000"));
    }

    @Test
    void without_the_demo_there_is_nothing_to_try_and_without_reports_that_is_said() {
        server.event(
                "reports", "all", envelopeOfNow("{\"available\":false,\"reason\":\"There is no ClickHouse here.\"}"));
        open(1280);
        assertThat(one("report-notice")).containsText("There is no ClickHouse here.");
        assertThat(one("try")).isHidden();
    }

    @Test
    void a_report_appears_when_the_stream_tells_of_another_edition() {
        server.event("reports", "all", envelopeOfNow("{\"available\":true,\"edition\":\"\",\"nights\":0}"));
        server.answer("GET /api/v1/reports/nights", "{\"value\":[" + PlayedNight.reportLine() + "]}");
        server.answer("GET /api/v1/reports/night-360/nightclub:1/16", PlayedNight.report());
        open(1280);
        assertThat(one("report-notice")).containsText("No report yet");
        assertThat(server.requests()).noneMatch(request -> request.contains("/reports/"));
        server.event("reports", "all", envelopeOfNow("{\"available\":true,\"edition\":\"A1\",\"nights\":1}"));
        assertThat(one("report-title")).hasText("Blue Room · Thursday");
        assertThat(one("report-audit")).containsText("Audited");
        assertThat(one("chart-sell-through").locator("canvas")).isVisible();
        assertThat(one("report-notice")).hasCount(0);
    }

    @Test
    void a_phone_scrolls_in_one_direction_and_its_targets_fit_a_finger() {
        server.answer("GET /demo/status", "{}");
        open(390);
        assertThat(one("try")).isVisible();
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .isEqualTo(0);
        var small =
                "[...document.querySelectorAll('button,a,select,summary')].filter(e => e.checkVisibility() && !e.matches('.skip')"
                        + " && Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 44).map(e => e.outerHTML)";
        assertThat((List<?>) page.evaluate(small)).isEmpty();
    }

    /** Reports are as of positions of their own: their events have none. */
    private static String envelopeOfNow(String value) {
        return "{\"value\":" + value + ",\"asOf\":null,\"ageMillis\":null,\"servedBy\":\"replica\"}";
    }

    private void open(int width) {
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(width, 900));
        page.setDefaultTimeout(PATIENCE.toMillis());
        page.onConsoleMessage(message -> {
            // A 404 of what is optional is an answer; everything else, a refusal by the policy above all, is a fault.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(server.url());
        assertThat(one("status-word")).not().hasText("connecting");
    }

    private Locator one(String testId) {
        return page.getByTestId(testId).first();
    }

    private Locator free() {
        return one("tile").getByTestId("free");
    }
}
