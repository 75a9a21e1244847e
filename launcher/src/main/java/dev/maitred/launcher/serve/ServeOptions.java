package dev.maitred.launcher.serve;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.EmbeddedException;
import dev.maitred.embedded.LoopbackPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where and how long a platform is served. */
public final class ServeOptions {

    private static final int DEFAULT_PORT = 8080;
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "HTTP port; 0 takes a free one (default: ${DEFAULT-VALUE})")
    private int port = DEFAULT_PORT;

    @Option(names = "--data", paramLabel = "DIR", description = "where all data is kept (default: ${DEFAULT-VALUE})")
    private Path data = DataDirectory.DEFAULT;

    @Option(names = "--for", paramLabel = "DURATION", description = "end after this time, as in PT60S")
    private @Nullable Duration runFor;

    public int port() {
        return port;
    }

    public Path data() {
        return data;
    }

    /** Null: until it is told to end. */
    public @Nullable Duration runFor() {
        return runFor;
    }

    /** Before anything starts: what cannot be meant. */
    public void requireSense(CommandLine line) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new ParameterException(line, "--port: expected 0 to " + HIGHEST_PORT + ", found " + port);
        }
        if (runFor != null && (runFor.isNegative() || runFor.isZero())) {
            throw new ParameterException(line, "--for: expected a duration like PT60S, found " + runFor);
        }
    }

    /** Before anything starts, and before anything is emptied. */
    public void requireFreePort() {
        if (port != LoopbackPort.ANY && !LoopbackPort.isFree(port)) {
            // Often it is a platform on this very directory that has the port: then that is what is said.
            if (Files.exists(data)) {
                DataDirectory.open(data).close();
            }
            throw new EmbeddedException("Port " + port + " of " + LoopbackPort.HOST
                    + " is in use, so nothing can answer there. Stop the program that has it, or choose another one with"
                    + " --port; --port 0 takes a free one.");
        }
    }
}
