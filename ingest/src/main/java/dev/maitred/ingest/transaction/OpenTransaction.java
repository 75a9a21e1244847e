package dev.maitred.ingest.transaction;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.ingest.publish.Outgoing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The records of a source transaction whose end is not known yet, in order. */
final class OpenTransaction {

    private record Place(String topic, int partition) {}

    private final List<Outgoing> records = new ArrayList<>();

    void add(Outgoing record) {
        records.add(record);
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    int size() {
        return records.size();
    }

    List<Outgoing> all() {
        return records;
    }

    /** The keys of the changes among them. */
    Set<ChangeKey> changed(Predicate<ChangeKey> of) {
        Set<ChangeKey> keys = new LinkedHashSet<>();
        for (Outgoing record : records) {
            if (record.headers() != null) {
                ChangeKey key = ChangeKey.of(record.key());
                if (of.test(key)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    /** All records; the last change of each partition says where the transaction ended. */
    List<Outgoing> ended(TransactionEnd end) {
        lastOfEach()
                .values()
                .forEach(last -> records.set(last, records.get(last).endingAt(end)));
        return records;
    }

    /** Hands out all records but the last of each partition, which stay. */
    List<Outgoing> allButLast() {
        Map<Place, Integer> last = lastOfEach();
        List<Outgoing> out = new ArrayList<>(records.size());
        List<Outgoing> stay = new ArrayList<>(last.size());
        for (int i = 0; i < records.size(); i++) {
            Outgoing record = records.get(i);
            boolean isLast = record.headers() != null && Integer.valueOf(i).equals(last.get(place(record)));
            (isLast ? stay : out).add(record);
        }
        records.clear();
        records.addAll(stay);
        return out;
    }

    private Map<Place, Integer> lastOfEach() {
        Map<Place, Integer> last = new HashMap<>();
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).headers() != null) {
                last.put(place(records.get(i)), i);
            }
        }
        return last;
    }

    private static Place place(Outgoing record) {
        return new Place(record.topic(), record.partition());
    }
}
