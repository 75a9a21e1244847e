package dev.maitred.launcher.draft;

import dev.maitred.launcher.draft.Roles.Path;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The fields of each entity, found by what columns are usually called. Text is taken only where its values are declared, or are none of a person's. */
final class Fields {

    private static final String[] MADE = {"created_at", "made_at", "booked_at", "ordered_at", "inserted_at", "created"};

    private final Roles roles;
    private final States states;

    Fields(Roles roles, ListedValues listed) {
        this.roles = roles;
        this.states = new States(listed);
    }

    Rule venue(Shape shape) {
        Rule rule = new Rule(shape.table(), "venue", "other tables belong to it");
        shape.text("name", "title", "label", "slug")
                .ifPresentOrElse(
                        column -> rule.add("name", Rule.quoted(column.name()), ""),
                        () -> rule.add("name", shape.table().primaryKey().getFirst(), "no column is called name"));
        shape.text("time_?zone|tz")
                .ifPresentOrElse(
                        column -> rule.add("time_zone", Rule.quoted(column.name()), ""),
                        () -> rule.add(
                                "time_zone",
                                "{ constant: UTC }",
                                "no column says it: put the venue's own, as in Europe/Berlin"));
        return rule.add("day_ends", shape.column(EnumSet.of(ColumnType.TIME), "day_ends.*|clos.*|business_day.*"));
    }

    Rule slot(Shape shape, Optional<Path> venue) {
        Rule rule =
                owned(new Rule(shape.table(), "slot", "it has a beginning and an end, and others refer to it"), venue);
        rule.add("label", shape.text("title", "name", "label"));
        rule.add("starts_at", shape.start()).add("ends_at", shape.end());
        shape.status()
                .filter(column -> states.cancelled(shape, column).isPresent())
                .ifPresent(column -> rule.add(
                        "open",
                        "{ expression: '" + column.name() + " != \""
                                + states.cancelled(shape, column).get() + "\"' }",
                        "which values mean that nothing can be booked any more?"));
        return states.softDelete(rule, shape);
    }

    Rule unit(Shape shape, Optional<Path> venue, Optional<Path> slot) {
        Rule rule = owned(new Rule(shape.table(), "unit", "it is called as what is booked"), venue);
        slot.ifPresent(path -> rule.add("slot", path.text(), "it belongs to one slot alone"));
        rule.add(
                "label",
                shape.text("label", "name", "code", "number").or(() -> shape.whole("number", "seat_number", "no")));
        rule.add("section", shape.text("section", "zone", "area", "sector", "floor", "category", "type", "row.*"));
        rule.add("seats", shape.whole("seats", "capacity", "places", "max_guests", "beds", "covers"));
        rule.add("active", shape.truth("active", "is_active", "enabled", "bookable", "available"));
        return states.softDelete(rule, shape);
    }

    Rule session(Shape shape, Optional<Path> venue, Path slot, Optional<Path> unit) {
        Rule rule = slotted(owned(new Rule(shape.table(), "session", "it is opened and closed"), venue), slot);
        unit.ifPresent(path -> rule.add("unit", path.text(), ""));
        return rule.add("opened_at", shape.time("opened_at|started_at"))
                .add("closed_at", shape.time("closed_at|ended_at"));
    }

    Rule checkIn(Shape shape, Optional<Path> venue, Path slot) {
        Rule rule = slotted(owned(new Rule(shape.table(), "check_in", "it is called so"), venue), slot);
        states.state(rule, shape, "outcome", shape.text("outcome|result|status"), Meanings.CHECK_IN);
        for (String each : new String[] {"reason", "method", "subject"}) {
            rule.add(each, shape.text("(.*_)?" + each).filter(column -> states.isListed(shape, column)));
        }
        rule.add("people", shape.whole("people.*", "admitted.*", "party_size", "guests", "quantity"));
        return rule.add("at", shape.time("checked_in_at|scanned_at|arrived_at", ".*_at", ".*"));
    }

    Rule payment(Shape shape, Optional<Path> venue, Optional<Path> slot, Optional<Path> unit) {
        Rule rule = owned(new Rule(shape.table(), "payment", "it has an amount and is called so"), venue);
        slot.ifPresent(path -> rule.add("slot", path.text(), ""));
        unit.ifPresent(path -> rule.add("unit", path.text(), ""));
        money(rule, shape);
        rule.add("method", shape.text("method|type|kind|provider").filter(column -> states.isListed(shape, column)));
        rule.add("at", shape.time("paid_at|taken_at|captured_at|received_at", ".*_at", ".*"));
        return states.softDelete(rule, shape);
    }

    Rule capacity(Shape shape, Optional<Path> venue, Path slot) {
        Rule rule = slotted(
                owned(new Rule(shape.table(), "capacity", "it says how many there are in a slot"), venue), slot);
        rule.add("section", shape.text("section", "zone", "area", "category", "tier", "name", "code"));
        return rule.add("quantity", shape.whole("quantity|capacity|places|seats|stock|allotment|total"));
    }

    Rule reservation(Shape shape, Optional<Path> venue) {
        Rule rule = owned(new Rule(shape.table(), "reservation", "others that take something belong to it"), venue);
        states.state(rule, shape, "state", shape.status(), Meanings.OCCUPANT);
        return party(rule, shape).add("expires_at", expiry(shape));
    }

    Rule occupant(Shape shape, Optional<Path> venue, Optional<Path> slot, Optional<Path> unit) {
        String kind = kind(shape);
        Rule rule = owned(new Rule(shape.table(), "occupant", "it takes a unit or a quantity for a time"), venue);
        slot.ifPresentOrElse(
                path -> slotted(rule, path),
                () -> rule.add("starts_at", shape.start()).add("ends_at", shape.end()));
        unit.ifPresent(path -> rule.add("units", path.text(), path.declared() ? "" : "by its name"));
        if (unit.isEmpty()) {
            rule.add("section", shape.text("section", "zone", "area", "category", "tier"));
            rule.add("quantity", shape.whole("quantity|qty|seats|tickets|places|count"));
        }
        rule.add("kind", "{ constant: " + kind + " }", "by the table's name");
        states.occupancy(rule, shape, kind);
        return party(rule.add("expires_at", expiry(shape)), shape).add("made_at", shape.time(MADE));
    }

    Rule queueItem(Shape shape) {
        Rule rule = new Rule(shape.table(), "queue_item", "its rows wait, are tried and are done");
        rule.add("queue", "{ constant: " + Rule.quoted(shape.name()) + " }", "one queue for the whole table");
        states.queue(rule, shape);
        rule.add("group", shape.text("topic", "(event|job|message)?_?type", "kind", "channel"));
        rule.add("priority", shape.whole("priority"));
        rule.add("enqueued_at", shape.time("enqueued_at", "created_at", "inserted_at", "due_at", ".*_at"));
        rule.add(
                "available_at",
                shape.time("next_(attempt|retry|run)_at|available_at|run_at|process_after|scheduled_at"));
        rule.add("started_at", shape.time("started_at|last_attempt_at|picked_at|locked_at"));
        rule.add("finished_at", shape.time("sent_at|processed_at|finished_at|completed_at|delivered_at|published_at"));
        rule.add("lease_until", shape.time("locked_until|lease.*|visible_until"));
        rule.add("attempts", shape.whole("attempts?(_count)?|tries|retries|retry_count"));
        return rule.add("error", shape.text("(last_)?error_(class|code|type)"));
    }

    Optional<Column> amount(Shape shape) {
        return shape.whole(".*_(minor|cents|pence)").or(() -> shape.number("amount.*", "total.*", "price.*", "sum"));
    }

    private Rule party(Rule rule, Shape shape) {
        rule.add(
                "party_size",
                shape.whole("party_size|guests?|guest_count|persons|people|pax|covers|num_guests|adults"));
        money(rule, shape);
        return rule;
    }

    private void money(Rule rule, Shape shape) {
        amount(shape).ifPresent(column -> {
            // A whole number is usually of cents; taken as euros it would be a hundred times too much.
            boolean minor = column.type() == ColumnType.INTEGER;
            boolean named = column.name().matches(".*_(minor|cents|pence)");
            Optional<Column> currency = shape.text("currency.*");
            List<String> why = new ArrayList<>();
            if (minor && !named) {
                why.add("a whole number is taken as cents: choose major: where " + column.name()
                        + " holds whole units of the currency");
            }
            if (currency.isEmpty()) {
                why.add("no column says the currency: put yours");
            }
            rule.add(
                    "amount",
                    "{ " + (minor ? "minor: " : "major: ") + column.name() + ", currency: "
                            + currency.map(Column::name).orElse("{ constant: EUR }") + " }",
                    String.join("; ", why));
        });
    }

    private static Optional<Column> expiry(Shape shape) {
        return shape.time(
                "expires?(_at|_on)?|hold_until|held_until|locked_until|reserved_until|expiry(_at)?|expiration.*");
    }

    private static String kind(Shape shape) {
        return shape.isOne("hold|lock|claim|cart")
                ? "hold"
                : shape.isOne("block|blackout|closure|maintenance")
                        ? "block"
                        : shape.isOne("reservation")
                                ? "reservation"
                                : shape.isOne("ticket|order|sale|item|line") ? "sale" : "booking";
    }

    private Rule owned(Rule rule, Optional<Path> venue) {
        return venue.map(path -> rule.add(
                        "venue", path.text(), path.declared() ? "" : "no foreign key of one column: by its name"))
                .orElseGet(() -> rule.add(
                        "venue",
                        "{ constant: main }",
                        roles.hasVenues() ? "" : "no table of venues was found: all is one venue"));
    }

    private static Rule slotted(Rule rule, Path slot) {
        return rule.add("slot", slot.text(), slot.declared() ? "" : "no foreign key of one column: by its name");
    }
}
