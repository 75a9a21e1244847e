package dev.maitred.launcher.demo;

import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.batch.nightly.NightlyOutcome;
import dev.maitred.launcher.platform.Platform;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds last night's report beside the running demo, so that the page has something to show of it. */
final class LastNight {

    private static final Logger LOG = LoggerFactory.getLogger(LastNight.class);

    private LastNight() {}

    /** @param stopping whether everything is about to end, so that a failure says nothing */
    static void run(Platform platform, BooleanSupplier stopping) {
        NightlyAnalytics nightly = platform.nightly();
        if (nightly != null) {
            Thread.ofPlatform().name("last-night").daemon().start(() -> build(nightly, stopping));
        }
    }

    private static void build(NightlyAnalytics nightly, BooleanSupplier stopping) {
        try {
            NightlyOutcome outcome = nightly.run(nightly.lastNight(Clock.systemUTC()));
            LOG.info(
                    "Last night, {}: {} rows in, {} nights out, {} s, {}",
                    outcome.date(),
                    outcome.rowsIn(),
                    outcome.rowsOut(),
                    outcome.seconds(),
                    outcome.audited() ? "audited" : "not audited: " + outcome.notAudited());
        } catch (RuntimeException e) {
            if (stopping.getAsBoolean()) {
                LOG.info("Last night's report was not finished before the end; the next start goes on with it");
                return;
            }
            LOG.warn("Last night's report was not built; the night can be run again with ./maitred nightly", e);
        }
    }
}
