package dev.maitred.embedded.clickhouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.data.ClickHouseCityHash;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CityHashTest {
    @Test
    void a_hash_of_any_length_is_the_one_that_the_official_driver_computes() {
        byte[] bytes = new byte[2_000];
        new Random(7).nextBytes(bytes);
        for (int length = 0; length <= 1_500; length++) {
            int offset = length % 13;
            long[] expected = ClickHouseCityHash.cityHash128(bytes, offset, length);
            CityHash.Hash128 found = CityHash.hash128(bytes, offset, length);
            assertThat(new long[] {found.first(), found.second()})
                    .as("%d bytes", length)
                    .isEqualTo(expected);
        }
    }
}
