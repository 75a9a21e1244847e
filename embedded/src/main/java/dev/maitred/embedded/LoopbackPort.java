package dev.maitred.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Which TCP port of 127.0.0.1 a server listens on: the one asked for, else the one it had last time, else a free one. */
public final class LoopbackPort {

    /** The only address that embedded servers listen on. */
    public static final String HOST = "127.0.0.1";

    /** Asks for any free port. */
    public static final int ANY = 0;

    // Below the range from which systems take ports of outgoing connections, so that a server finds its port again.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 31_999;
    private static final int ATTEMPTS = 1_000;

    private LoopbackPort() {}

    /**
     * Chooses and remembers.
     *
     * @param server what will listen, for the message
     * @param wanted 1 to 65535, or {@link #ANY}
     * @param remembered the file that keeps the port from start to start; its directory exists
     * @throws EmbeddedException when the wanted port is taken
     */
    public static int choose(String server, int wanted, Path remembered) {
        int port = wanted == ANY ? anyFree(server, last(remembered)) : required(server, wanted);
        try {
            Files.writeString(remembered, port + "\n");
            return port;
        } catch (IOException e) {
            throw new EmbeddedException("The file " + remembered + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static int required(String server, int wanted) {
        if (wanted < 1 || wanted > 65_535) {
            throw new EmbeddedException("A port for " + server + " is a number from 1 to 65535, found " + wanted + ".");
        }
        if (!isFree(wanted)) {
            throw new EmbeddedException("Port " + wanted + " of " + HOST + " is in use, so " + server
                    + " cannot listen there. Stop the program that has it, or choose another port.");
        }
        return wanted;
    }

    /**
     * A port on which nothing listens now, and which no outgoing connection is given meanwhile.
     *
     * @param server what will listen, for the message
     * @throws EmbeddedException when there is none
     */
    public static int anyFree(String server) {
        return anyFree(server, ANY);
    }

    private static int anyFree(String server, int last) {
        if (last != ANY && isFree(last)) {
            return last;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int candidate = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (isFree(candidate)) {
                return candidate;
            }
        }
        throw new EmbeddedException("No free port of " + HOST + " was found for " + server + " between " + LOWEST
                + " and " + HIGHEST + ". Name one.");
    }

    private static int last(Path remembered) {
        try {
            int port = Integer.parseInt(Files.readString(remembered).strip());
            return port > 0 && port < 65_536 ? port : ANY;
        } catch (IOException | NumberFormatException e) {
            // Nothing remembered, or nothing readable: any port will do.
            return ANY;
        }
    }

    /** Whether a server could listen there now; connections in TIME_WAIT do not count. */
    public static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
