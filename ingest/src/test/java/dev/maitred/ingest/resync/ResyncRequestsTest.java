package dev.maitred.ingest.resync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.ingest.resync.Resync.State;
import dev.maitred.mapping.catalogue.TableName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResyncRequestsTest {

    private static final Scope CLUB = Scope.ofVenue("nightclub:1");
    private static final Scope BOOKINGS = Scope.ofTables(Set.of(new TableName("public", "bookings")));

    private final ResyncRequests requests = new ResyncRequests();

    private List<String> told() {
        return requests.all().stream()
                .map(each -> each.id() + " " + each.state())
                .toList();
    }

    @Test
    void everybody_who_waits_for_one_is_told_of_it_even_when_two_ask_for_the_same() {
        requests.ask("a", CLUB);
        requests.ask("b", CLUB);
        assertThat(told()).containsExactly("a WAITING", "b WAITING");
    }

    @Test
    void the_one_too_many_is_told_so() {
        for (int i = 0; i < 17; i++) {
            requests.ask("r" + i, CLUB);
        }
        assertThat(requests.all().getLast())
                .matches(each -> each.id().equals("r16") && each.state() == State.FAILED)
                .extracting(Resync::failure)
                .isEqualTo("16 others wait already; ask again when some are done");
    }

    @Test
    void what_asks_for_itself_again_and_again_is_done_once_and_not_again_at_once_nor_before_others() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(requests.askFor(BOOKINGS)).isTrue();
        }
        assertThat(requests.all()).hasSize(1);
        assertThat(requests.next()).matches(each -> each.scope().equals(BOOKINGS));

        requests.askFor(BOOKINGS);
        assertThat(requests.next()).isNull();
        requests.ask("somebody", BOOKINGS);
        assertThat(requests.next()).matches(each -> each.id().equals("somebody"));
    }

    @Test
    void one_that_capture_did_not_finish_is_the_next_ones_first() {
        requests.askFor(BOOKINGS);
        ResyncRequests.Request begun = requests.next();
        requests.ask("somebody", CLUB);
        requests.again(begun);
        assertThat(requests.next()).isEqualTo(begun);
    }
}
