package dev.maitred.ingest.transaction;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.ingest.publish.Outgoing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The records of a source transaction whose end is not known yet, in order. */
final class OpenTransaction {

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
        BitSet last = lastOfEach();
        for (int i = last.nextSetBit(0); i >= 0; i = last.nextSetBit(i + 1)) {
            records.set(i, records.get(i).endingAt(end));
        }
        return records;
    }

    /** Hands out all records but the last of each partition, which stay. */
    List<Outgoing> allButLast() {
        BitSet last = lastOfEach();
        List<Outgoing> out = new ArrayList<>(records.size());
        List<Outgoing> stay = new ArrayList<>(last.cardinality());
        for (int i = 0; i < records.size(); i++) {
            (last.get(i) ? stay : out).add(records.get(i));
        }
        records.clear();
        records.addAll(stay);
        return out;
    }

    /** From the last record back, each partition's first change that is met. */
    private BitSet lastOfEach() {
        BitSet last = new BitSet();
        Map<String, BitSet> met = new HashMap<>();
        for (int i = records.size() - 1; i >= 0; i--) {
            Outgoing record = records.get(i);
            if (record.headers() != null) {
                BitSet partitions = met.computeIfAbsent(record.topic(), any -> new BitSet());
                if (!partitions.get(record.partition())) {
                    partitions.set(record.partition());
                    last.set(i);
                }
            }
        }
        return last;
    }
}
