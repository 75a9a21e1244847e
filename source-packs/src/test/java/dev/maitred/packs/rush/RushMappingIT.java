package dev.maitred.packs.rush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Slot;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.SourceRows;
import dev.maitred.packs.PackDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Truth;
import dev.maitred.packs.Truth.QueueDepth;
import dev.maitred.packs.Truth.SlotCounts;
import dev.maitred.packs.Workload;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** That the mapping says of the rows what truth.sql says of them. */
final class RushMappingIT {

    private static final SourcePack PACK = SourcePacks.named("rush");

    @Test
    void mapped_rows_add_up_to_the_truth_also_while_a_reservation_expires() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, Instant.now(), 9);
        try (Workload workload =
                PACK.workload(database.settings().withTransactionsPerSecond(400).withSpeed(20))) {
            workload.start();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> workload.statistics().transactions() > 1_500);
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try (Connection connection = database.owner()) {
            connection.setAutoCommit(false);
            for (Instant at : List.of(now.minusSeconds(20), now, now.plusSeconds(200))) {
                Counted counted = new Counted(Micros.of(at));
                new SourceRows(Mapping.compile(PACK.mappingYaml(), PostgresCatalogue.read(connection)))
                        .read(connection, counted);
                assertThat(counted.slots())
                        .isEqualTo(Truth.slots(connection, PACK, at).stream()
                                .collect(Collectors.toMap(
                                        slot -> slot.venue() + "/" + slot.slot(), RushMappingIT::nonZero)));
                assertThat(counted.queues)
                        .isEqualTo(Truth.queues(connection, PACK, at).stream()
                                .collect(Collectors.toMap(
                                        depth -> depth.queue() + "/" + depth.topic() + "/" + depth.state(),
                                        QueueDepth::depth)));
            }
        }
    }

    private static Map<String, Long> nonZero(SlotCounts slot) {
        Map<String, Long> counts = new TreeMap<>(slot.counts());
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** Sums by section, as the contract tells to count. */
    private static final class Counted implements SourceRows.Visitor {

        private final long nowMicros;
        private final Map<String, Map<String, Long>> sums = new HashMap<>();
        private final Map<String, Map<String, Long>> freeBySection = new HashMap<>();
        private final Map<String, Reservation> reservations = new HashMap<>();
        private final Map<String, Long> queues = new HashMap<>();
        private final List<String> open = new ArrayList<>();

        Counted(long nowMicros) {
            this.nowMicros = nowMicros;
        }

        @Override
        public void row(ChangeKey key, Change change) {
            switch (change) {
                case Slot slot when slot.open() -> open.add(key.owner() + "/" + key.row());
                case Capacity capacity -> {
                    long quantity = Objects.requireNonNull(capacity.quantity());
                    add(key.owner() + "/" + capacity.slot(), "capacity", quantity);
                    left(key.owner() + "/" + capacity.slot(), capacity.section(), quantity);
                }
                case Reservation reservation -> reservations.put(key.owner() + "/" + key.reference(), reservation);
                case Occupant occupant -> occupant(key.owner(), occupant);
                case Payment payment ->
                    add(
                            key.owner() + "/" + payment.slot(),
                            "deposits_minor",
                            payment.amount().minor());
                case QueueItem item -> {
                    String state = item.state() == QueueItem.State.WAITING && item.availableAtMicros() > nowMicros
                            ? "delayed"
                            : item.state().name().toLowerCase(java.util.Locale.ROOT);
                    if (item.state() != QueueItem.State.CANCELLED) {
                        queues.merge(key.owner() + "/" + item.group() + "/" + state, 1L, Long::sum);
                    }
                }
                default -> {}
            }
        }

        private void occupant(String venue, Occupant occupant) {
            String slot = venue + "/" + occupant.slot();
            boolean isCancelled = occupant.state() == Occupant.State.CANCELLED;
            boolean occupies = occupant.occupiesAt(nowMicros);
            if (!occupant.reservation().isEmpty()) {
                // Parents are read first: it is there.
                Reservation of = Objects.requireNonNull(reservations.get(venue + "/" + occupant.reservation()));
                isCancelled |= of.state() == Occupant.State.CANCELLED;
                occupies &= of.state().occupies() && of.expiresAtMicros() > nowMicros;
            }
            if (occupies) {
                String what = occupant.kind() == Occupant.Kind.BLOCK
                        ? "blocked"
                        : occupant.state() == Occupant.State.HELD ? "held" : "taken";
                add(slot, what, occupant.quantity());
                left(slot, occupant.section(), -occupant.quantity());
            } else if (isCancelled) {
                add(slot, "cancelled", 1);
            }
        }

        private void add(String slot, String what, long by) {
            sums.computeIfAbsent(slot, any -> new TreeMap<>()).merge(what, by, Long::sum);
        }

        private void left(String slot, String section, long by) {
            freeBySection.computeIfAbsent(slot, any -> new HashMap<>()).merge(section, by, Long::sum);
        }

        Map<String, Map<String, Long>> slots() {
            Map<String, Map<String, Long>> slots = new HashMap<>();
            for (String slot : open) {
                Map<String, Long> counts = new TreeMap<>(Objects.requireNonNull(sums.get(slot)));
                long free = Objects.requireNonNull(freeBySection.get(slot)).values().stream()
                        .mapToLong(left -> Math.max(0, left))
                        .sum();
                counts.put("free", free);
                counts.values().removeIf(count -> count == 0);
                slots.put(slot, counts);
            }
            return slots;
        }

        @Override
        public void unmappable(TableName table, String primaryKey, String reason) {
            throw new AssertionError(table + " " + primaryKey + ": " + reason);
        }
    }
}
