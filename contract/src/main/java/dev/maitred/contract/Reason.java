package dev.maitred.contract;

import java.nio.charset.StandardCharsets;

/** Why a record is in a change log; the text travels as its header. */
public enum Reason {
    /** Read by a snapshot. */
    SNAPSHOT("snapshot"),
    /** Read again by a resync. */
    RESYNC("resync"),
    INSERT("insert"),
    UPDATE("update"),
    /** The row was deleted. */
    DELETE("delete"),
    /** The row's table was emptied by TRUNCATE. */
    TRUNCATE("truncate"),
    /** A snapshot or resync did not find the row any more. */
    ABSENT("absent"),
    /** The row now belongs to another owner, or has another primary key; this is what it leaves behind. */
    MOVE("move"),
    /** The row no longer meets its rule's condition. */
    EXCLUDED("excluded"),
    /** Not a row's: a watermark or a mark. */
    MARK("mark");

    private final String text;
    private final byte[] bytes;

    Reason(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    public String text() {
        return text;
    }

    /** Its text in UTF-8; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** @throws IllegalArgumentException when no reason has that name */
    public static Reason of(String text) {
        for (Reason reason : values()) {
            if (reason.text.equals(text)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("Unknown reason \"" + text + "\" in a change log");
    }
}
