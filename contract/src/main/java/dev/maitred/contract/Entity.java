package dev.maitred.contract;

/** The kinds of things that a change speaks of; the text is the second part of a key. */
public enum Entity {
    VENUE("venue"),
    HOURS("hours"),
    SLOT("slot"),
    UNIT("unit"),
    CAPACITY("capacity"),
    OCCUPANT("occupant"),
    RESERVATION("reservation"),
    CHECK_IN("check-in"),
    SESSION("session"),
    PAYMENT("payment"),
    ACTIVITY("activity"),
    DOCUMENT("document"),
    QUEUE_ITEM("queue-item"),
    WATERMARK("watermark"),
    MARK("mark");

    private static final java.util.Map<String, Entity> BY_TEXT = java.util.Arrays.stream(values())
            .collect(java.util.stream.Collectors.toUnmodifiableMap(Entity::text, entity -> entity));

    private final String text;

    Entity(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** @throws IllegalArgumentException when no entity has that name */
    public static Entity of(String text) {
        Entity entity = BY_TEXT.get(text);
        if (entity == null) {
            throw new IllegalArgumentException(
                    "Expected one of " + BY_TEXT.keySet().stream().sorted().toList() + ", found \"" + text + "\"");
        }
        return entity;
    }
}
