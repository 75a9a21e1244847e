package dev.maitred.launcher.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.launcher.demo.RunningDemo.Answer;
import dev.maitred.launcher.demo.RunningDemo.Place;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The page of a demo that really runs, in a real browser. Needs Debian's chromium; skipped without it. */
@Timeout(180)
class PageOnDemoIT {

    private static final Pattern LSN = Pattern.compile("[0-9A-F]+/[0-9A-F]+");
    private static final Pattern MILLIS = Pattern.compile("(about )?[0-9.,]+ (ms|s)");
    private static final int WIDE = 1280;
    private static final int PHONE = 390;
    private static final double QUIET_MILLIS = 5_000;

    private static PageInBrowser browser;

    private final RunningDemo demo = RunningDemo.get();
    private Page page;

    @BeforeAll
    static void start() {
        assumeTrue(PageInBrowser.isInstalled(), "no chromium: apt-get install chromium");
        browser = new PageInBrowser();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        page = browser.open(demo.platform().endpoints().http() + "/", WIDE);
        assertThat(one("status-word")).hasText("live");
    }

    @AfterEach
    void nothing_was_asked_elsewhere_and_nothing_went_wrong() {
        assertThat(browser.requests()).extracting(URI::getHost).containsOnly("127.0.0.1");
        assertThat(browser.complaints()).isEmpty();
    }

    private static Locator one(String testId) {
        return browser.one(testId);
    }

    private static LocatorAssertions.HasTextOptions within(Duration patience) {
        return new LocatorAssertions.HasTextOptions().setTimeout(patience.toMillis());
    }

    private static String key(Place place) {
        return place.venue() + "/" + place.slot();
    }

    private String free(Place place) throws IOException, InterruptedException {
        return String.valueOf(demo.get(place.path()).count("free"));
    }

    @Test
    void every_club_and_night_is_there_with_the_number_of_the_api() throws Exception {
        JsonNode venues = demo.get("/api/v1/venues").json().get("value");
        assertThat(page.getByTestId("club")).hasCount(venues.size());
        // A hold may end between the two looks.
        await().pollInSameThread()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(browser.freeByNight()).isNotEmpty().isEqualTo(freeByApi(venues)));
    }

    private Map<String, String> freeByApi(JsonNode venues) throws IOException, InterruptedException {
        Instant now = Instant.now();
        Map<String, String> free = new HashMap<>();
        for (JsonNode venue : venues) {
            String path = "/api/v1/venues/" + venue.get("venue").stringValue() + "/slots?from="
                    + now.minus(Duration.ofHours(18)) + "&to=" + now.plus(Duration.ofDays(15));
            for (JsonNode board : demo.get(path).json().get("value")) {
                if (Instant.parse(board.get("endsAt").stringValue()).isAfter(now)) {
                    free.put(
                            board.get("venue").stringValue() + "/"
                                    + board.get("slot").stringValue(),
                            board.get("free").asString());
                }
            }
        }
        return free;
    }

    @Test
    void a_booking_by_sql_changes_the_number_on_the_screen_and_nothing_is_asked_for() throws Exception {
        Place place = demo.freePlace();
        Locator free = browser.tile(key(place)).getByTestId("free");
        String before = free(place);
        assertThat(free).hasText(before);
        String oneLess = String.valueOf(Long.parseLong(before) - 1);
        assertThat(page.locator("#report-body")).not().containsText("Waiting to hear");
        int asked = browser.requests().size();
        long end = System.nanoTime() + (long) (QUIET_MILLIS * 1e6);
        try (Connection connection = demo.connect()) {
            do {
                long booking = RunningDemo.book(connection, place);
                assertThat(free).hasText(oneLess);
                RunningDemo.cancel(connection, booking);
                assertThat(free).hasText(before);
            } while (System.nanoTime() < end);
        }
        // The one event stream was opened before; nothing else was asked for while the numbers changed.
        assertThat(browser.requests().subList(asked, browser.requests().size())).isEmpty();
        assertThat(browser.requests())
                .filteredOn(uri -> uri.getPath().equals("/api/v1/stream"))
                .hasSize(1);
    }

    @Test
    void on_a_phone_nothing_is_wider_than_the_screen_and_every_target_fits_a_finger() {
        page = browser.open(demo.platform().endpoints().http() + "/", PHONE);
        assertThat(one("try")).isVisible();
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");
        fits();

        one("tile").click();
        one("explain").click();
        assertThat(one("occupant")).isVisible();
        assertThat(one("occupant").locator("th")).hasText(Pattern.compile("T\\d+"));
        fits();
    }

    private void fits() {
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .isEqualTo(0);
        assertThat(page.evaluate("(night => night.scrollWidth - night.clientWidth)(document.getElementById('night'))"))
                .isEqualTo(0);
        String small = "[...document.querySelectorAll('button,a,select,summary')]"
                + ".filter(each => each.checkVisibility({visibilityProperty: true}) && !each.matches('.skip'))"
                + ".filter(each => Math.min(each.getBoundingClientRect().width, each.getBoundingClientRect().height) < 44)"
                + ".map(each => each.outerHTML)";
        assertThat((List<?>) page.evaluate(small)).isEmpty();
    }

    @Test
    void book_this_table_shows_milliseconds_and_position_and_takes_one_table() throws Exception {
        Place place = demo.freePlace();
        Locator free = browser.tile(key(place)).getByTestId("free");
        long before = Long.parseLong(free(place));
        one("book-night").selectOption(key(place));
        one("book-unit").selectOption(place.unit());

        one("book").click();

        assertThat(one("book-millis")).hasText(MILLIS);
        assertThat(one("book-result")).containsText("from commit to screen");
        assertThat(one("book-lsn")).hasText(LSN);
        assertThat(free).hasText(String.valueOf(before - 1));
        System.out.println(
                "on the demo's page: " + one("book-result").innerText().replaceAll("\\s+", " "));
        Answer explained = demo.get(place.path() + "/explain");
        assertThat(explained.json().at("/value/occupants").valueStream())
                .anyMatch(each -> each.get("units").get(0).stringValue().equals(place.unit())
                        && each.get("labels").get(0).stringValue().startsWith("T"));

        one("release").click();
        assertThat(free).hasText(String.valueOf(before));
        assertThat(one("release")).isHidden();
    }

    @Test
    void count_in_the_database_stands_beside_the_live_number_as_of_the_same_position() throws Exception {
        Place place = demo.freePlace();
        one("count-night").selectOption(key(place));

        one("count").click();

        assertThat(one("count-verdict")).containsText("Equal");
        String free = free(place);
        assertThat(one("count-db-free")).hasText(free);
        assertThat(one("count-live-free")).hasText(free);
        assertThat(one("count-lsn")).containsText(LSN);
    }

    @Test
    void held_back_the_age_on_the_screen_rises_and_falls_again() {
        one("hold-back").click();

        assertThat(one("status-word")).hasText("stale");
        assertThat(one("banner")).containsText("may be out of date");
        assertThat(one("age-now")).hasText(Pattern.compile("[5-9]\\.\\d s"), within(Duration.ofSeconds(15)));
        assertThat(one("hold-story")).containsText("Held back");

        assertThat(one("status-word")).hasText("live", within(Duration.ofSeconds(30)));
        assertThat(one("hold-story")).hasText(Pattern.compile("Caught up .* The age had risen to .*"));
        assertThat(one("banner")).isHidden();
        assertThat(one("age-now")).hasText(Pattern.compile("[0-9.]+ ms"));
    }

    @Test
    void last_nights_report_appears_by_itself_when_the_nightly_run_has_published_it() throws Exception {
        NightlyAnalytics nightly = demo.platform().platform().nightly();
        assumeTrue(nightly != null, "this platform runs without ClickHouse");
        Locator report = page.locator("#report-body");
        assertThat(report).not().containsText("Waiting to hear");
        String before = report.innerText();

        nightly.runAgain(nightly.lastNight(Clock.systemUTC()));

        assertThat(report).not().hasText(before, within(Duration.ofSeconds(30)));
        assertThat(one("report-audit")).containsText("Audited");
        assertThat(one("chart-sell-through").locator("canvas")).isVisible();
        assertThat(one("chart-arrivals").locator("canvas")).isVisible();
        JsonNode night = demo.get("/api/v1/reports/nights").json().at("/value/0");
        assertThat(one("report-title")).containsText(night.get("venueName").stringValue());
        assertThat(one("report-figures")).containsText(night.get("people").asString());
    }
}
