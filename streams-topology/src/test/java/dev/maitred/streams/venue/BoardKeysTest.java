package dev.maitred.streams.venue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BoardKeysTest {

    @Test
    void a_key_gives_back_its_venue_and_slot_whatever_they_contain() {
        for (String venue : new String[] {"club:7", "a/b:7", "50%:1", "%2F:%25"}) {
            for (String slot : new String[] {"12", "2026/11/20", "%", "2026-11-20T20:00:00Z"}) {
                String key = BoardKeys.board(venue, slot);
                assertThat(BoardKeys.venueOf(key)).isEqualTo(venue);
                assertThat(BoardKeys.slotOf(key)).isEqualTo(slot);
                assertThat(BoardKeys.isVenue(key)).isFalse();
                assertThat(BoardKeys.isWatermark(key)).isFalse();
            }
            assertThat(BoardKeys.isVenue(BoardKeys.venue(venue))).isTrue();
            assertThat(BoardKeys.venueOf(BoardKeys.venue(venue))).isEqualTo(venue);
        }
        assertThat(BoardKeys.isWatermark(BoardKeys.watermark("club", 3))).isTrue();
    }
}
