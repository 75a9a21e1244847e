package dev.maitred.streams.queue;

import static dev.maitred.streams.Night.NINE_PM;
import static dev.maitred.streams.Night.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Micros;
import org.junit.jupiter.api.Test;

final class RateTest {

    private final Rate rate = new Rate();

    @Test
    void things_leave_the_windows_one_after_another() {
        rate.add(NINE_PM, 15);
        assertThat(rate.perMinute(NINE_PM)).isEqualTo(new Rate.PerMinute(15, 3, 1));
        assertThat(rate.perMinute(NINE_PM + seconds(59))).isEqualTo(new Rate.PerMinute(15, 3, 1));
        assertThat(rate.perMinute(NINE_PM + seconds(60))).isEqualTo(new Rate.PerMinute(0, 3, 1));
        assertThat(rate.perMinute(NINE_PM + seconds(300))).isEqualTo(new Rate.PerMinute(0, 0, 1));
        assertThat(rate.perMinute(NINE_PM + seconds(900))).isEqualTo(new Rate.PerMinute(0, 0, 0));
    }

    @Test
    void what_is_taken_back_was_never_there() {
        rate.add(NINE_PM, 1);
        rate.add(NINE_PM, -1);
        assertThat(rate.perMinute(NINE_PM)).isEqualTo(new Rate.PerMinute(0, 0, 0));
    }

    @Test
    void what_is_taken_back_after_it_was_forgotten_does_not_count_below_nothing() {
        rate.add(NINE_PM, 1);
        rate.perMinute(NINE_PM + seconds(2 * 900 + 1));
        rate.add(NINE_PM, -1);
        rate.add(NINE_PM + seconds(1_800), 1);
        assertThat(rate.perMinute(NINE_PM + seconds(1_801))).isEqualTo(new Rate.PerMinute(1, 0.2, 1 / 15.0));
    }

    @Test
    void what_is_yet_to_come_is_not_counted() {
        rate.add(NINE_PM + seconds(5), 1);
        assertThat(rate.perMinute(NINE_PM).one()).isZero();
        assertThat(rate.perMinute(NINE_PM + seconds(5)).one()).isEqualTo(1);
    }

    @Test
    void instants_that_are_none_are_not_counted() {
        rate.add(Micros.UNKNOWN, 1);
        rate.add(Micros.NEVER, 1);
        assertThat(rate.perMinute(NINE_PM).fifteen()).isZero();
    }
}
