package dev.maitred.ingest.change;

import dev.maitred.contract.ChangeKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * What is to stand in the logs by the new mapping beside what stands there, on disk, and where the two differ. A crash forgets it.
 *
 * <p>Written by two threads: that which reads the source, and that which reads the logs.
 */
final class Spool implements AutoCloseable {

    private static final int HASH_BYTES = 16;

    /** What an entry says, as its key's first byte. */
    private static final byte WANTED = 'w';

    private static final byte STANDING = 's';
    private static final byte DIFFERS = 'd';
    private static final byte SEEN = 'r';
    private static final byte DEAD_LETTER = 'l';

    private static final byte[] NOTHING = {};

    private final Path directory;
    private final Options options;
    private final WriteOptions unlogged;
    private final RocksDB entries;

    static {
        RocksDB.loadLibrary();
    }

    Spool() {
        try {
            directory = Files.createTempDirectory("maitred-shadow-");
            options = new Options().setCreateIfMissing(true).setWriteBufferSize(16L << 20);
            unlogged = new WriteOptions().setDisableWAL(true);
            entries = RocksDB.open(options, directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Told each place at which something else is to stand than does. */
    interface Visitor {

        /** @param value null: nothing is to stand there */
        void differs(Place place, byte @Nullable [] value);
    }

    /** The new mapping wants this to stand there; null: nothing. */
    synchronized void wants(Place place, byte @Nullable [] value) {
        byte[] at = place.bytes();
        try {
            if (value == null) {
                entries.delete(unlogged, of(WANTED, at));
            } else {
                entries.put(unlogged, of(WANTED, at), value);
            }
            settle(at, value == null ? null : hash(value), entries.get(of(STANDING, at)));
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** The log says that this stands there; null: nothing. */
    synchronized void stands(Place place, byte @Nullable [] value) {
        byte[] at = place.bytes();
        try {
            byte[] hash = value == null ? null : hash(value);
            if (hash == null) {
                entries.delete(unlogged, of(STANDING, at));
            } else {
                entries.put(unlogged, of(STANDING, at), hash);
            }
            byte[] wanted = entries.get(of(WANTED, at));
            settle(at, wanted == null ? null : hash(wanted), hash);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private void settle(byte[] at, byte @Nullable [] wanted, byte @Nullable [] standing) throws RocksDBException {
        if (Arrays.equals(wanted, standing)) {
            entries.delete(unlogged, of(DIFFERS, at));
        } else {
            entries.put(unlogged, of(DIFFERS, at), NOTHING);
        }
    }

    /** The database has or had this row since the shadow began, and the new mapping has been asked. */
    synchronized void seen(String rule, String row) {
        put(of(SEEN, text(rule + "/" + row)), NOTHING);
    }

    synchronized boolean isSeen(String rule, String row) {
        try {
            return entries.get(of(SEEN, text(rule + "/" + row))) != null;
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Nothing of these rules is to stand any more. */
    void wantsNoneOf(Set<String> rules) {
        List<Place> gone = new ArrayList<>();
        each(WANTED, (at, value) -> {
            Place place = Place.of(at);
            if (!place.isOfMemory()
                    && rules.contains(ChangeKey.parse(place.keyText()).rule())) {
                gone.add(place);
            }
        });
        gone.forEach(place -> wants(place, null));
    }

    void deadLetter(byte[] key, byte[] value) {
        put(of(DEAD_LETTER, key), value);
    }

    void deadLetters(Pairs visitor) {
        each(DEAD_LETTER, visitor);
    }

    /** In the order of places. */
    void differing(Visitor visitor) {
        each(DIFFERS, (at, nothing) -> {
            try {
                visitor.differs(Place.of(at), entries.get(of(WANTED, at)));
            } catch (RocksDBException e) {
                throw failed(e);
            }
        });
    }

    /** Told an entry without what its key begins with. */
    interface Pairs {
        void pair(byte[] key, byte[] value);
    }

    private void each(byte kind, Pairs visitor) {
        try (RocksIterator all = entries.newIterator()) {
            for (all.seek(new byte[] {kind}); all.isValid() && all.key()[0] == kind; all.next()) {
                visitor.pair(Arrays.copyOfRange(all.key(), 1, all.key().length), all.value());
            }
        }
    }

    private void put(byte[] key, byte[] value) {
        try {
            entries.put(unlogged, key, value);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private static byte[] of(byte kind, byte[] key) {
        byte[] whole = new byte[key.length + 1];
        whole[0] = kind;
        System.arraycopy(key, 0, whole, 1, key.length);
        return whole;
    }

    private static byte[] hash(byte[] value) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(value), HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static IllegalStateException failed(RocksDBException e) {
        return new IllegalStateException("What the new mapping makes cannot be kept on disk: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        entries.close();
        unlogged.close();
        options.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
