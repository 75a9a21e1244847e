package dev.maitred.bench.ingest;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.ThreadMXBean;
import dev.maitred.ingest.Ingest;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.mapping.source.SourceDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/** Ingest as the platform runs it, alone in a process. Orders: {@code start MAPPING-FILE DATABASE}, {@code stop}, what it takes, and a profile. */
final class OwnIngestProcess {

    private final AtomicLong peakAfterCollection = new AtomicLong();
    private @Nullable Ingest ingest;
    private @Nullable Recording recording;

    private OwnIngestProcess() {}

    public static void main(String[] arguments) throws IOException {
        OwnIngestProcess process = new OwnIngestProcess();
        process.watchHeap();
        Orders.take(process::obey);
    }

    private String obey(List<String> order) throws IOException {
        return switch (order.getFirst()) {
            case "start" -> start(Path.of(order.get(1)), order.get(2));
            case "stop" -> stop();
            case "collect" -> collect();
            case "heap" ->
                peakAfterCollection.get() + " " + Runtime.getRuntime().maxMemory();
            case "threads" -> threads();
            case "profile" -> profile();
            case "profiled" -> profiled(Path.of(order.get(1)));
            default -> throw new IllegalArgumentException("Nothing is known of " + order);
        };
    }

    private String start(Path mapping, String database) throws IOException {
        SourceDatabase source = new SourceDatabase(
                OwnIngest.setting("HOST"),
                Integer.parseInt(OwnIngest.setting("PORT")),
                database,
                OwnIngest.setting("USER"),
                OwnIngest.setting("PASSWORD"));
        Ingest started =
                new Ingest(new IngestSettings(source, Files.readString(mapping), OwnIngest.setting("BOOTSTRAP")));
        started.start();
        ingest = started;
        return "started";
    }

    private String stop() {
        if (ingest != null) {
            ingest.close();
            ingest = null;
        }
        return "stopped";
    }

    /** What is alive now, in bytes; the peak is counted from here. */
    private String collect() {
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        peakAfterCollection.set(used);
        return Long.toString(used);
    }

    /** Processor time by thread since each began, in nanoseconds; threads of one name together. */
    private static String threads() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TreeMap<String, Long> byName = new TreeMap<>();
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null) {
                byName.merge(
                        thread.getThreadName().replace(' ', '_'),
                        Math.max(0, threads.getThreadCpuTime(thread.getThreadId())),
                        Long::sum);
            }
        }
        StringBuilder line = new StringBuilder();
        byName.forEach(
                (name, nanos) -> line.append(name).append('=').append(nanos).append(' '));
        return line.toString().strip();
    }

    private String profile() throws IOException {
        Recording begun = new Recording();
        begun.enable("jdk.ExecutionSample").withPeriod(java.time.Duration.ofMillis(10));
        begun.enable("jdk.ObjectAllocationSample").with("throttle", "300/s");
        begun.enable("jdk.GarbageCollection");
        begun.start();
        recording = begun;
        return "recording";
    }

    private String profiled(Path file) throws IOException {
        if (recording != null) {
            recording.dump(file);
            recording.close();
            recording = null;
        }
        return "written";
    }

    private void watchHeap() {
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (notification, any) -> {
                            if (notification.getUserData() instanceof CompositeData data
                                    && notification
                                            .getType()
                                            .equals(
                                                    GarbageCollectionNotificationInfo
                                                            .GARBAGE_COLLECTION_NOTIFICATION)) {
                                long after =
                                        GarbageCollectionNotificationInfo.from(data)
                                                .getGcInfo()
                                                .getMemoryUsageAfterGc()
                                                .entrySet()
                                                .stream()
                                                .filter(pool -> isOfHeap(pool.getKey()))
                                                .mapToLong(
                                                        pool -> pool.getValue().getUsed())
                                                .sum();
                                peakAfterCollection.accumulateAndGet(after, Math::max);
                            }
                        },
                        null,
                        null);
            }
        }
    }

    private static boolean isOfHeap(String pool) {
        return pool.contains("Eden") || pool.contains("Survivor") || pool.contains("Old") || pool.contains("Tenured");
    }
}
