package dev.maitred.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** How much the exactness tests try, and where they leave their figures: a sample in the check, all of it under {@code ./maitred prove}. */
final class Proof {

    /** Read by {@code ./maitred prove}, which tells the sum. */
    private static final Path FIGURES = Path.of("target", "proof", "figures");

    private Proof() {}

    static boolean isWhole() {
        return Boolean.getBoolean("maitred.prove");
    }

    /** By {@code -Dmaitred.seed=N}, else another each time. */
    static long seed() {
        return Long.getLong("maitred.seed", System.nanoTime() % 1_000_000);
    }

    /** All of them when proving, else some, spread over all. */
    static <T> List<T> sample(List<T> all, int size, long seed) {
        if (isWhole() || all.size() <= size) {
            return all;
        }
        Random random = new Random(seed);
        List<T> some = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int from = all.size() * i / size;
            int to = all.size() * (i + 1) / size;
            some.add(all.get(from + random.nextInt(to - from)));
        }
        return Collections.unmodifiableList(some);
    }

    /**
     * Leaves a line of figures.
     *
     * @param what was tried: {@code boundaries}, for example
     */
    static void figures(String what, int tried, int lost, int doubled, int olderAfterNewer, String remark)
            throws IOException {
        Files.createDirectories(FIGURES.getParent());
        String line = String.join(
                "\t",
                what,
                Integer.toString(tried),
                Integer.toString(lost),
                Integer.toString(doubled),
                Integer.toString(olderAfterNewer),
                remark);
        Files.writeString(FIGURES, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.println(line);
    }
}
