package dev.maitred.ops.trace;

import dev.maitred.contract.Reason;
import dev.maitred.ops.trace.KeyScan.Reach;
import dev.maitred.ops.trace.RowNow.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a trace as sentences. */
final class Words {

    private Words() {}

    static Trace.Database database(RowNow now, String table) {
        String at = now.exact() ? "at exactly " + now.lsn() : "at about " + now.lsn();
        return switch (now.state()) {
            case THERE ->
                new Trace.Database(
                        "there", String.valueOf(now.lsn()), now.exact(), "The row is there; it was read " + at + ".");
            case ABSENT ->
                new Trace.Database(
                        "absent",
                        String.valueOf(now.lsn()),
                        now.exact(),
                        "There is no such row in " + table + ", read " + at + ".");
            case UNREAD -> new Trace.Database("unread", null, false, "It was not read: " + now.whyNot());
        };
    }

    static Trace.Now now(RowNow now, MappedRules.Written rule) {
        String entity = rule.entity().text();
        return switch (now.outcomes().get(rule.name())) {
            case Outcome.Becomes(String owner, var change) ->
                new Trace.Now(
                        "change",
                        owner,
                        ChangeFields.of(change),
                        "The mapping makes it " + article(entity) + " of " + owner + ".");
            case Outcome.LeftOut(String owner) ->
                new Trace.Now(
                        "left-out",
                        owner,
                        null,
                        "The mapping leaves it out: the row does not meet when: " + rule.when() + ".");
            case Outcome.Waits(String parent, String key) ->
                new Trace.Now(
                        "waits",
                        null,
                        null,
                        "It waits for its parent " + parent + " " + key
                                + ", which is not there. When that comes, it is mapped.");
            case Outcome.Unmappable(String reason) ->
                new Trace.Now("unmappable", null, null, "It cannot be mapped: " + reason + ".");
            case null -> absent(now, rule);
        };
    }

    private static Trace.Now absent(RowNow now, MappedRules.Written rule) {
        return now.state() == RowNow.State.UNREAD
                ? new Trace.Now("unknown", null, null, "What the mapping makes of it now is not known.")
                : rule.keepsDeleted()
                        ? new Trace.Now(
                                "kept", null, null, "There is no row; by on_delete: keep it stands on as it was last.")
                        : new Trace.Now("no-row", null, null, "There is no row, so the mapping makes nothing of it.");
    }

    private static String article(String entity) {
        if (entity.endsWith("s")) {
            return entity;
        }
        return ("aeiou".indexOf(entity.charAt(0)) >= 0 && !entity.startsWith("un") ? "an " : "a ") + entity;
    }

    static Trace.Log log(RowLog log) {
        RowLog.Standing newest = log.newest();
        String until = log.reach() == Reach.UNTIL_TIME_WAS_UP
                ? " It was not looked through to its beginning in the time there is."
                : "";
        String says = newest == null
                ? "Nothing stands there under the rule's key." + until
                : (newest.change() == null
                                ? "Its last record is a tombstone: "
                                        + gone(newest.headers().reason()) + "."
                                : "Its last record came by "
                                        + newest.headers().reason().text() + ".")
                        + until;
        return new Trace.Log(
                log.topic().name(),
                ChangeFields.word(log.reach()),
                List.copyOf(log.partitions()),
                log.records().stream().map(Words::entry).toList(),
                says);
    }

    private static Trace.Entry entry(RowLog.Standing record) {
        var position = record.position();
        return new Trace.Entry(
                record.key().toString(),
                record.partition(),
                record.offset(),
                position.toString(),
                position.incarnation(),
                position.previousEnd().toString(),
                position.index(),
                record.headers().reason().text(),
                record.appendedAt(),
                record.change() == null ? null : ChangeFields.of(record.change()));
    }

    /** What a tombstone's reason means. */
    static String gone(Reason reason) {
        return switch (reason) {
            case DELETE -> "the row was deleted";
            case TRUNCATE -> "its table was emptied by TRUNCATE";
            case ABSENT -> "a snapshot or resync did not find the row any more";
            case MOVE -> "the row went to another owner, or waits for a parent";
            case EXCLUDED -> "the row no longer meets the rule's when";
            case SNAPSHOT, RESYNC, INSERT, UPDATE, MARK -> "the row is gone (" + reason.text() + ")";
        };
    }

    /** The short answer: for each rule what says most. */
    static String conclusion(RowNow now, Trace.OfRule rule, RowLog log) {
        Trace.Board board = rule.board();
        RowLog.Standing newest = log.newest();
        Outcome outcome = now.outcomes().get(rule.rule());
        String counts = board == null ? "" : " " + board.says();
        String agreement =
                rule.agreement().is().equals("same") || rule.agreement().is().equals("unknown")
                        ? ""
                        : " " + rule.agreement().says();
        if (outcome instanceof Outcome.Waits
                || outcome instanceof Outcome.Unmappable
                || outcome instanceof Outcome.LeftOut) {
            return rule.now().says() + agreement + counts;
        }
        if (board != null) {
            return board.says() + agreement;
        }
        if (newest != null) {
            return "It counts nowhere: " + gone(newest.headers().reason()) + " (" + newest.position() + ")."
                    + agreement;
        }
        return rule.log().says() + agreement;
    }

    static Trace.@Nullable Waiting waiting(List<String> parents) {
        return parents.isEmpty()
                ? null
                : new Trace.Waiting(
                        parents, "Ingest holds the row back until these come: " + String.join(", ", parents) + ".");
    }
}
