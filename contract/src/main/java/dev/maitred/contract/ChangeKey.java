package dev.maitred.contract;

import java.nio.charset.StandardCharsets;

/**
 * The key of a change-log record: {@code owner/entity/rule/row}.
 *
 * <p>Only the owner decides the partition, so one venue (or queue, or subject) is one ordered log. The rule is part of it because
 * {@code bookings} 7 and {@code booking_holds} 7 are two occupants. The slot is not: a booking that moves to another night is an
 * update of the same key.
 *
 * @param owner the venue, queue or subject, prefixed by its source: {@code nightclub:7}; the source alone for what belongs to none of
 *     its venues and is written beside all of them; empty for a source's own marks
 * @param rule the mapping rule that made it; for marks the source
 * @param row the row's primary key, its columns joined by a comma
 */
public record ChangeKey(String owner, Entity entity, String rule, String row) {

    /** Whether it belongs to none of its source's venues, and so stands in every partition. */
    public boolean isOfNoVenue() {
        return entity == Entity.RESERVATION && !owner.isEmpty() && (owner.indexOf(':') < 0 || owner.endsWith(":"));
    }

    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    public static ChangeKey of(byte[] bytes) {
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException when the text has not four parts or names no entity */
    public static ChangeKey parse(String text) {
        int first = text.indexOf('/');
        int second = text.indexOf('/', first + 1);
        int third = text.indexOf('/', second + 1);
        if (first < 0 || second < 0 || third < 0 || text.indexOf('/', third + 1) >= 0) {
            throw new IllegalArgumentException(
                    "Expected a key like nightclub:7/occupant/bookings/42, found \"" + text + "\"");
        }
        return new ChangeKey(
                KeyParts.plain(text.substring(0, first)),
                Entity.of(text.substring(first + 1, second)),
                KeyParts.plain(text.substring(second + 1, third)),
                KeyParts.plain(text.substring(third + 1)));
    }

    /** How other rows refer to this one within its owner: {@code bookings/42}. */
    public String reference() {
        return KeyParts.escaped(rule) + "/" + KeyParts.escaped(row);
    }

    @Override
    public String toString() {
        return KeyParts.escaped(owner) + "/" + entity.text() + "/" + KeyParts.escaped(rule) + "/"
                + KeyParts.escaped(row);
    }
}
