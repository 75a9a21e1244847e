package dev.maitred.bench.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** In a contender's process: takes orders line by line and answers each; ends with its parent. */
final class Orders {

    private Orders() {}

    /** What obeys. */
    interface Servant {
        /** @return the answer, one line */
        String obey(List<String> order) throws Exception;
    }

    static void take(Servant servant) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(ReaderJvm.ANSWER + answer(servant, line));
            }
        }
        // Whoever started this is gone.
        System.exit(0);
    }

    private static String answer(Servant servant, String line) {
        try {
            return servant.obey(List.of(line.split(" ")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "failed: interrupted";
        } catch (Exception e) {
            e.printStackTrace();
            return "failed: " + String.valueOf(e.getMessage()).replace('\n', ' ');
        }
    }
}
