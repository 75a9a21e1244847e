package dev.maitred.launcher.draft;

import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.ForeignKey;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.catalogue.TableName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables that the others hang on: venues, slots, units; and how each table leads to them. */
final class Roles {

    private static final String VENUES =
            "venue|club|restaurant|location|site|branch|hotel|theatre|theater|cinema|store|shop"
                    + "|salon|clinic|gym|station|depot|warehouse|property|propertie|facility|facilitie|merchant|business|organi[sz]ation|company|companie";
    private static final String SLOTS =
            "event|show|slot|performance|screening|night|class|classe|lesson|flight|departure"
                    + "|showing|concert|match|game|shift|timeslot|session|tour|date";
    private static final String UNITS =
            "table|seat|room|court|desk|resource|lane|bay|unit|chair|bed|bike|car|vehicle|boat"
                    + "|space|spot|locker|pitch|pitche|cabin|machine|stall|apartment|workstation|berth|pod|scooter";
    static final String TAKERS =
            "booking|reservation|ticket|order|sale|rental|appointment|assignment|allocation|registration"
                    + "|enrol(?:l)?ment|occupancy|occupancie|stay|hold|lock|claim|cart|block|blackout|closure|maintenance|item|line";

    private static final int LONGEST_PATH = 4;

    private final List<Shape> shapes;
    private final Map<TableName, Integer> referred = new HashMap<>();
    private final Optional<Shape> venue;
    private final List<Shape> slots;
    private final List<Shape> units;

    /** @param schema whose tables are looked at */
    Roles(Catalogue catalogue, String schema) {
        this.shapes = catalogue.tables().stream()
                .filter(table -> table.name().schema().equals(schema))
                .map(Shape::new)
                .toList();
        shapes.forEach(shape -> shape.parents().forEach(key -> referred.merge(key.parent(), 1, Integer::sum)));
        this.venue = venue();
        this.slots = shapes.stream().filter(this::isSlot).toList();
        this.units = shapes.stream().filter(this::isUnit).toList();
    }

    private Optional<Shape> venue() {
        Comparator<Shape> most = Comparator.comparing(
                shape -> referred.getOrDefault(shape.table().name(), 0));
        return shapes.stream()
                .filter(Roles::hasKey)
                .filter(shape -> shape.isOne(VENUES) && !shape.isOne(TAKERS)
                        || shape.text("time_?zone|tz").isPresent())
                .max(most);
    }

    private boolean isSlot(Shape shape) {
        return hasKey(shape)
                && !isVenue(shape)
                && shape.start().isPresent()
                && shape.end().isPresent()
                && !shape.isOne(TAKERS)
                && (shape.isOne(SLOTS) || referred.containsKey(shape.table().name()))
                && shape.whole("attempts?(_count)?").isEmpty()
                && shape.time("opened_at").isEmpty();
    }

    private boolean isUnit(Shape shape) {
        return hasKey(shape)
                && !isVenue(shape)
                && shape.isOne(UNITS)
                && !shape.isOne(TAKERS)
                && shape.start().isEmpty();
    }

    private static boolean hasKey(Shape shape) {
        return shape.table().primaryKey().size() == 1;
    }

    List<Shape> shapes() {
        return shapes;
    }

    boolean isVenueTable(Shape shape) {
        return venue.isPresent() && isVenue(shape);
    }

    private boolean isVenue(Shape shape) {
        return venue.filter(shape::equals).isPresent();
    }

    boolean isSlotTable(Shape shape) {
        return slots.contains(shape);
    }

    boolean isUnitTable(Shape shape) {
        return units.contains(shape);
    }

    boolean isReferredBy(Shape parent, Shape child) {
        return child.parents().stream()
                .anyMatch(key -> key.parent().equals(parent.table().name()));
    }

    Optional<Path> venueOf(Shape shape) {
        return venue.flatMap(to -> path(shape, List.of(to)));
    }

    Optional<Path> slotOf(Shape shape) {
        return path(shape, slots);
    }

    Optional<Path> unitOf(Shape shape) {
        return path(shape, units);
    }

    /** Whether there is a venue table at all; else everything belongs to one venue. */
    boolean hasVenues() {
        return venue.isPresent();
    }

    /**
     * The columns that lead from a table to another one's key.
     *
     * @param text as a mapping has it: {@code session_id.event_id}
     * @param declared whether each is a foreign key; else the last one only has the name of one
     */
    record Path(String text, boolean declared) {}

    private Optional<Path> path(Shape from, List<Shape> targets) {
        Set<TableName> ends = new HashSet<>();
        targets.forEach(target -> ends.add(target.table().name()));
        Optional<Path> declared = declared(from.table(), ends);
        return declared.isPresent() && !declared.get().text().contains(".")
                ? declared
                : byName(from, ends).or(() -> declared);
    }

    private record Step(Table table, String path, int length) {}

    private Optional<Path> declared(Table from, Set<TableName> ends) {
        Deque<Step> open = new ArrayDeque<>(List.of(new Step(from, "", 0)));
        Set<TableName> seen = new HashSet<>(Set.of(from.name()));
        while (!open.isEmpty()) {
            Step step = open.poll();
            List<Step> next = new ArrayList<>();
            for (ForeignKey key : slotsFirst(step.table())) {
                String path = step.path().isEmpty() ? key.path() : step.path() + "." + key.path();
                if (ends.contains(key.parent())) {
                    return Optional.of(new Path(path, true));
                }
                shape(key.parent())
                        .filter(parent -> step.length() < LONGEST_PATH && seen.add(key.parent()))
                        .ifPresent(parent -> next.add(new Step(parent.table(), path, step.length() + 1)));
            }
            open.addAll(next);
        }
        return Optional.empty();
    }

    /** Of two ways to a venue, the one by the slot: a unit may be lent elsewhere. */
    private List<ForeignKey> slotsFirst(Table table) {
        // A key of several columns is an id with what belongs to it beside: a person writes such a path where it is
        // meant.
        return table.foreignKeys().stream()
                .filter(key -> key.columns().size() == 1)
                .sorted(Comparator.comparing(key ->
                        slots.stream().noneMatch(slot -> slot.table().name().equals(key.parent()))))
                .toList();
    }

    /** A column that is called as other tables call their foreign keys to these; often part of a key of several columns. */
    private Optional<Path> byName(Shape from, Set<TableName> ends) {
        Set<String> names = new HashSet<>();
        shapes.forEach(shape -> shape.parents().stream()
                .filter(key -> ends.contains(key.parent()))
                .forEach(key -> names.add(key.path())));
        return from.table().columns().stream()
                .filter(column -> names.contains(column.name())
                        && from.table().foreignKey(column.name()).isEmpty())
                .findFirst()
                .map(column -> new Path(column.name(), false));
    }

    private Optional<Shape> shape(TableName name) {
        return shapes.stream()
                .filter(shape -> shape.table().name().equals(name))
                .findFirst();
    }
}
