package dev.maitred.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers a second: one slot, beside the same stack serving a constant of the same size from a map. Both in turn, in one run. */
@Command(
        name = "reads",
        mixinStandardHelpOptions = true,
        description = "Requests a second of the slot answer, beside the same stack serving a constant from a map.")
final class ReadsBench implements Callable<Integer> {

    @Option(names = "--seconds", description = "each round (default: ${DEFAULT-VALUE})")
    private int seconds = 5;

    @Option(names = "--rounds", description = "of each, in turn (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--connections", description = "at the same time (default: ${DEFAULT-VALUE})")
    private int connections = 16;

    /** The peer: what is left when there is nothing to answer. */
    @RestController
    static final class Constant {

        static final Map<String, byte[]> VALUES = new java.util.concurrent.ConcurrentHashMap<>();

        @GetMapping(path = "/bench/constant/{key}", produces = MediaType.APPLICATION_JSON_VALUE)
        byte[] constant(@PathVariable String key) {
            return VALUES.getOrDefault(key, new byte[0]);
        }
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        PrintStream out = System.out;
        try (BenchPlatform platform = new BenchPlatform((context, any) -> context.registerBean(Constant.class))) {
            Map.Entry<Long, Long> night =
                    platform.nights().entrySet().iterator().next();
            String slot = "/api/v1/venues/nightclub:" + night.getKey() + "/slots/" + night.getValue();
            byte[] answer = HttpLoad.awaitOk(platform.port(), slot);
            Constant.VALUES.put("answer", answer);
            HttpLoad slotLoad = new HttpLoad(platform.port(), slot, connections);
            HttpLoad constantLoad = new HttpLoad(platform.port(), "/bench/constant/answer", connections);
            slotLoad.run(seconds);
            constantLoad.run(seconds);
            List<Double> ratios = new ArrayList<>();
            List<Double> slots = new ArrayList<>();
            List<Double> constants = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                HttpLoad.Result one = slotLoad.run(seconds);
                HttpLoad.Result other = constantLoad.run(seconds);
                slots.add(one.perSecond());
                constants.add(other.perSecond());
                ratios.add(one.perSecond() / other.perSecond());
                out.printf(
                        "round %d: slot %,.0f/s (p99 %.2f ms), constant %,.0f/s (p99 %.2f ms), ratio %.2f%n",
                        round + 1,
                        one.perSecond(),
                        one.p99Millis(),
                        other.perSecond(),
                        other.p99Millis(),
                        ratios.getLast());
            }
            out.printf(
                    "slot answer %,.0f requests/s, constant from a map %,.0f, ratio %.2f (medians; %d bytes, %d connections, %d errors)%n",
                    median(slots), median(constants), median(ratios), answer.length, connections, slotLoad.errors());
        }
        return 0;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
