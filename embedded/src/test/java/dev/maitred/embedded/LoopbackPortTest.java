package dev.maitred.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackPortTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    @Test
    void a_port_is_kept_from_start_to_start() {
        Path file = temporary.resolve("port");
        int first = LoopbackPort.choose("A server", LoopbackPort.ANY, file);
        assertThat(LoopbackPort.choose("A server", LoopbackPort.ANY, file)).isEqualTo(first);
    }

    @Test
    void a_remembered_port_that_is_taken_is_replaced() throws IOException {
        Path file = temporary.resolve("port");
        try (ServerSocket other = listening()) {
            Files.writeString(file, other.getLocalPort() + "\n");
            assertThat(LoopbackPort.choose("A server", LoopbackPort.ANY, file)).isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void a_wanted_port_that_is_taken_is_refused() throws IOException {
        try (ServerSocket other = listening()) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> LoopbackPort.choose("A server", port, temporary.resolve("port")))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("A server")
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void nonsense_in_the_file_is_no_port() throws IOException {
        Path file = Files.writeString(temporary.resolve("port"), "seven");
        assertThat(LoopbackPort.choose("A server", LoopbackPort.ANY, file)).isBetween(20_000, 31_999);
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.ofLiteral(LoopbackPort.HOST));
    }
}
