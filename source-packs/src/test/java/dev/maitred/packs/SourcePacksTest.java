package dev.maitred.packs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SourcePacksTest {

    @Test
    void a_pack_is_found_by_its_name() {
        assertThat(SourcePacks.named("nightclub").name()).isEqualTo("nightclub");
        assertThat(SourcePacks.named("rush").name()).isEqualTo("rush");
    }

    @Test
    void an_unknown_name_is_answered_with_those_that_there_are() {
        assertThatThrownBy(() -> SourcePacks.named("bakery"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bakery")
                .hasMessageContaining("nightclub, rush");
    }

    @Test
    void a_missing_file_says_what_to_do() {
        assertThatThrownBy(() -> new PackResources("nightclub").text("no-such.sql"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/packs/nightclub/no-such.sql")
                .hasMessageContaining("build");
    }

    @Test
    void a_rate_of_nothing_is_refused() {
        WorkloadSettings settings = WorkloadSettings.of("jdbc:postgresql://localhost/x", "u", "secret");
        assertThatThrownBy(() -> settings.withTransactionsPerSecond(0))
                .hasMessageContaining("do not start the workload");
        assertThatThrownBy(() -> settings.withSpeed(Double.NaN)).hasMessageContaining("speed");
        assertThat(settings.toString()).doesNotContain("secret");
    }
}
