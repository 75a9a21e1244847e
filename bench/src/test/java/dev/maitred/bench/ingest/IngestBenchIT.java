package dev.maitred.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(600)
class IngestBenchIT {

    private static final List<String> ALL = List.of("maitred", "Connect, default", "Connect, tuned", "bare pgjdbc");

    @Test
    void every_contender_reads_exactly_what_was_written() throws Exception {
        IngestBench bench = new IngestBench();
        new CommandLine(bench)
                .parseArgs(
                        "--rows=2000",
                        "--transactions=300",
                        "--snapshot-rows=2500",
                        "--rounds=1",
                        "--idle-seconds=1",
                        "--rate=50",
                        "--seconds=1",
                        "--patience=3");
        // How quick it is with so little says nothing; a row that is missing or comes twice is thrown.
        bench.call();
        assertThat(bench.comparisons()).hasSize(3);
        assertThat(bench.comparisons())
                .allSatisfy(comparison -> assertThat(
                                ALL.stream().map(comparison::rowsRead).distinct())
                        .containsExactly(comparison.rows()));
    }
}
