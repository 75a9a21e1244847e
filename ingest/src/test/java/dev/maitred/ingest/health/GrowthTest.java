package dev.maitred.ingest.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private final Growth growth = new Growth();

    @Test
    void it_is_not_known_from_one_look_nor_over_a_moment() {
        assertThat(growth.of(seconds(0), 100)).isNull();
        assertThat(growth.of(seconds(1), 200)).isNull();
    }

    @Test
    void it_is_what_came_in_the_last_minute() {
        for (int second = 0; second <= 100; second += 5) {
            growth.of(seconds(second), 1000L * second);
        }
        assertThat(growth.of(seconds(105), 105_000)).isEqualTo(1000);
        for (int second = 110; second <= 165; second += 5) {
            growth.of(seconds(second), 105_000);
        }
        assertThat(growth.of(seconds(170), 105_000)).isZero();
    }

    @Test
    void it_is_negative_while_it_shrinks() {
        growth.of(seconds(0), 1000);
        assertThat(growth.of(seconds(10), 0)).isEqualTo(-100);
    }

    @Test
    void at_this_pace_the_log_is_given_up_after_what_is_left_of_it() {
        assertThat(standing(60_000L, 1000L).left()).isEqualTo(Duration.ofMinutes(1));
        assertThat(standing(-5L, 1000L).left()).isEqualTo(Duration.ZERO);
        assertThat(standing(60_000L, 0L).left()).isNull();
        assertThat(standing(null, 1000L).left()).isNull();
        assertThat(standing(60_000L, null).left()).isNull();
    }

    private static ReplicationSlotHealth.Standing standing(Long safe, Long perSecond) {
        return new ReplicationSlotHealth.Standing(true, 0L, null, "extended", safe, perSecond);
    }

    private static long seconds(int seconds) {
        return seconds * 1_000_000_000L;
    }
}
