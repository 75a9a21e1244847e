package dev.maitred.streams.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimersTest {

    private final Timers timers = new Timers();

    private List<String> fire(long clock) {
        List<String> fired = new ArrayList<>();
        timers.fire(clock, fired::add);
        return fired;
    }

    @Test
    void what_is_due_fires_once_the_earliest_first_and_never_before() {
        timers.set("b", 20);
        timers.set("a", 20);
        timers.set("c", 10);
        assertThat(fire(9)).isEmpty();
        assertThat(fire(20)).containsExactly("c", "a", "b");
        assertThat(fire(30)).isEmpty();
        assertThat(timers.size()).isZero();
    }

    @Test
    void a_new_time_takes_the_place_of_the_old() {
        timers.set("a", 10);
        timers.set("a", 30);
        assertThat(fire(20)).isEmpty();
        assertThat(timers.size()).isEqualTo(1);
        assertThat(fire(30)).containsExactly("a");
    }

    @Test
    void what_is_cancelled_does_not_fire() {
        timers.set("a", 10);
        timers.cancel("a");
        timers.cancel("never set");
        assertThat(fire(10)).isEmpty();
    }

    @Test
    void what_fires_may_set_another_timer() {
        List<String> fired = new ArrayList<>();
        timers.set("a", 10);
        timers.fire(25, row -> {
            fired.add(row);
            if (fired.size() < 3) {
                timers.set(row, fired.size() * 20L);
            }
        });
        assertThat(fired).containsExactly("a", "a");
        assertThat(timers.size()).isEqualTo(1);
    }
}
