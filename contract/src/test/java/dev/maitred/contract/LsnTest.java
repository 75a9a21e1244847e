package dev.maitred.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {

    @ParameterizedTest
    @ValueSource(strings = {"0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF", "0/1A2B"})
    void text_is_read_and_written_as_postgres_does(String text) {
        assertThat(Lsn.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "1", "1/", "/1", "1/2/3", "x/1", "1/x", "123456789/0", "0/123456789", "-1/0", "+1/2"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Lsn.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16/B374D848");
    }

    @Test
    void order_is_unsigned() {
        assertThat(Lsn.parse("7FFFFFFF/0")).isLessThan(Lsn.parse("80000000/0"));
    }
}
