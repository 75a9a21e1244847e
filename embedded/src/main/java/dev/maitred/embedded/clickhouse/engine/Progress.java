package dev.maitred.embedded.clickhouse.engine;

/** What a statement has read from storage and written to it, views included. */
public record Progress(long readRows, long readBytes, long writtenRows, long writtenBytes) {
    public static final Progress NONE = new Progress(0, 0, 0, 0);

    public Progress plus(Progress other) {
        return new Progress(
                readRows + other.readRows,
                readBytes + other.readBytes,
                writtenRows + other.writtenRows,
                writtenBytes + other.writtenBytes);
    }
}
