package dev.maitred.ops.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostNamesTest {

    @Test
    void an_address_that_it_listens_at_is_its_name_and_another_one_is_not() {
        HostNames names = new HostNames(InetAddress.ofLiteral("192.168.0.7"), List.of("192.168.0.7"));
        assertThat(names.has("192.168.0.7")).isTrue();
        assertThat(names.has("127.0.0.1")).isTrue();
        assertThat(names.has("192.168.0.8")).isFalse();
        assertThat(names.has("evil.example")).isFalse();
    }

    @Test
    void an_address_may_be_configured_by_its_name() {
        HostNames names = new HostNames(InetAddress.ofLiteral("192.168.0.7"), List.of("maitred.internal"));
        assertThat(names.has("Maitred.Internal")).isTrue();
        assertThat(names.has("192.168.0.7")).isTrue();
    }

    @Test
    void who_listens_everywhere_is_called_by_any_address_and_by_no_foreign_name() {
        for (HostNames names : List.of(
                new HostNames(InetAddress.ofLiteral("0.0.0.0"), List.of("0.0.0.0")),
                new HostNames(InetAddress.ofLiteral("::"), List.of()),
                new HostNames(null, List.of("")))) {
            assertThat(names.has("10.1.2.3")).isTrue();
            assertThat(names.has("[2001:db8::1]")).isTrue();
            assertThat(names.has("evil.example")).isFalse();
            assertThat(names.has("")).isFalse();
        }
    }
}
