package dev.maitred.launcher.draft;

import dev.maitred.launcher.draft.Roles.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Guesses what each table feeds: by its keys first, then by its columns, and by its name where both say nothing. */
final class Drafter {

    private final Roles roles;
    private final Fields fields;

    Drafter(Roles roles, ListedValues listed) {
        this.roles = roles;
        this.fields = new Fields(roles, listed);
    }

    /** A guess for a table, or why there is none. */
    record Guess(Optional<Rule> rule, String whyNot) {

        static Guess of(Rule rule) {
            return new Guess(Optional.of(rule), "");
        }

        static Guess none(String why) {
            return new Guess(Optional.empty(), why);
        }
    }

    /** In the order of the catalogue. */
    Map<Shape, Guess> guesses() {
        Map<Shape, Guess> guesses = new LinkedHashMap<>();
        roles.shapes().forEach(shape -> guesses.put(shape, guess(shape)));
        return guesses;
    }

    private Guess guess(Shape shape) {
        if (shape.table().primaryKey().isEmpty()) {
            return Guess.none("it has no primary key, so its rows cannot be told apart");
        }
        if (roles.isVenueTable(shape)) {
            return Guess.of(fields.venue(shape));
        }
        if (isQueue(shape)) {
            return Guess.of(fields.queueItem(shape));
        }
        Optional<Path> venue = roles.venueOf(shape);
        if (roles.hasVenues() && venue.isEmpty()) {
            return Guess.none("no foreign keys lead from it to a venue");
        }
        return ofVenue(shape, venue);
    }

    private Guess ofVenue(Shape shape, Optional<Path> venue) {
        Optional<Path> slot = roles.slotOf(shape);
        Optional<Path> unit = roles.unitOf(shape);
        if (roles.isSlotTable(shape)) {
            return Guess.of(fields.slot(shape, venue));
        }
        if (roles.isUnitTable(shape)) {
            return Guess.of(fields.unit(shape, venue, slot));
        }
        if (slot.isPresent()
                && shape.time("opened_at|started_at").isPresent()
                && shape.time("closed_at|ended_at").isPresent()) {
            return Guess.of(fields.session(shape, venue, slot.get(), unit));
        }
        if (slot.isPresent() && shape.isOne("check_in|checkin|arrival|scan|admission|entrance")) {
            return Guess.of(fields.checkIn(shape, venue, slot.get()));
        }
        if (shape.isOne("payment|deposit|charge|refund|transaction|settlement")
                && fields.amount(shape).isPresent()) {
            return Guess.of(fields.payment(shape, venue, slot, unit));
        }
        return taking(shape, venue, slot, unit);
    }

    private Guess taking(Shape shape, Optional<Path> venue, Optional<Path> slot, Optional<Path> unit) {
        boolean when =
                slot.isPresent() || shape.start().isPresent() && shape.end().isPresent();
        Optional<Path> own = unit.filter(path -> !path.text().contains("."));
        if (when && own.isPresent()) {
            return Guess.of(fields.occupant(shape, venue, slot, own));
        }
        if (slot.isPresent()
                && shape.isOne(
                        "zone|section|sector|inventory|inventorie|stock|capacity|capacitie|allotment|ticket_type|tier|category|categorie|area|quota")
                && shape.whole("quantity|capacity|places|seats|stock|allotment|total")
                        .isPresent()) {
            return Guess.of(fields.capacity(shape, venue, slot.get()));
        }
        if (when
                && shape.isOne(Roles.TAKERS)
                && shape.whole("quantity|qty|seats|tickets|places|count").isPresent()) {
            return Guess.of(fields.occupant(shape, venue, slot, Optional.empty()));
        }
        boolean hasMembers = roles.shapes().stream()
                .anyMatch(child -> roles.isReferredBy(shape, child) && child.isOne(Roles.TAKERS));
        if (hasMembers && shape.isOne(Roles.TAKERS) && shape.status().isPresent()) {
            return Guess.of(fields.reservation(shape, venue));
        }
        return Guess.none("nothing in it says that it is a slot, a unit, or takes one");
    }

    private static boolean isQueue(Shape shape) {
        long signs = List.of(
                        shape.whole("attempts?(_count)?|tries|retries|retry_count"),
                        shape.time("locked_until|lease.*|visible_(at|until)"),
                        shape.time("next_(attempt|retry|run)_at|available_at|run_at|process_after"),
                        shape.text("last_error.*|error_(class|code)"))
                .stream()
                .filter(Optional::isPresent)
                .count();
        boolean named = shape.isCalled("outbox|queue|job|message|notification|task|delivery|webhook|email");
        return named && signs >= 1 || signs >= 3;
    }
}
