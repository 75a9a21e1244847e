package dev.maitred.launcher.running;

import dev.maitred.embedded.DataDirectory;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data DIR}, for all commands that speak to a running platform. */
public final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the running platform's data directory (default: ${DEFAULT-VALUE})")
    private Path data = DataDirectory.DEFAULT;

    public Path directory() {
        return data;
    }

    /** @throws NotRunningException when none runs on the directory */
    public RunningPlatform platform() throws InterruptedException {
        return RunningPlatform.find(data);
    }

    /** The option as it is to be typed for a directory, with a space before it; nothing for the default one. */
    public static String text(Path data) {
        return data.equals(DataDirectory.DEFAULT) ? "" : " --data " + data;
    }
}
