package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.nightclub.workload.Programme.Night;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Fresh;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;
import java.util.List;

/** Fills the nights: campaigns to many, invitations to few. */
final class Marketing {

    /** No campaign is started while as many messages of earlier ones wait. */
    private static final int MOST_WAITING = 2_000;

    private final Database database;
    private final Programme programme;
    private final Tally tally;

    Marketing(Database database, Programme programme, Tally tally) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
    }

    boolean campaign(Dice dice) throws SQLException, RaceLostException {
        long waiting = database.read("""
                        SELECT count(*) FROM notifications_outbox
                         WHERE campaign_id IS NOT NULL AND status IN ('NEW', 'FAILED', 'SENDING')
                        """, row -> row.getLong(1)).getFirst();
        Night night = programme.any(dice);
        if (night == null || waiting > MOST_WAITING) {
            return false;
        }
        broadcast(night.clubId(), night.id(), dice.between(120, 400), dice);
        return true;
    }

    /** One campaign, all its messages in one transaction. */
    void broadcast(long club, long event, int recipients, Dice dice) throws SQLException, RaceLostException {
        int firstPhone = dice.below(900_000_000);
        database.transaction(transaction -> {
            long campaign = transaction.ids("""
                            INSERT INTO campaigns (club_id, event_id, name, message, status, recipients, scheduled_at, started_at)
                            VALUES (?, ?, 'Tonight', 'A few tables are left.', 'RUNNING', ?, now(), now())
                            RETURNING id
                            """, club, event, recipients).getFirst();
            return transaction.update("""
                    INSERT INTO notifications_outbox (topic, club_id, campaign_id, recipient, payload, priority)
                    SELECT 'campaign', ?, ?, '+999' || (100000000 + (? + n * 7919) % 900000000),
                           '{"template": "last-tables"}', 7
                      FROM generate_series(1, ?) AS n
                    """, club, campaign, firstPhone, recipients);
        });
        tally.add(EventKind.CAMPAIGN_STARTED);
    }

    /** A new entry of a guest list, with its invitation and the message that carries it. */
    boolean invite(Dice dice) throws SQLException, RaceLostException {
        Night night = programme.any(dice);
        if (night == null) {
            return false;
        }
        String name = People.name(dice);
        String phone = People.phone(dice);
        String owner = People.name(dice);
        String token = Fresh.token();
        database.transaction(transaction -> {
            List<Long> lists =
                    transaction.ids("SELECT id FROM guest_lists WHERE event_id = ? ORDER BY id LIMIT 1", night.id());
            long list = !lists.isEmpty()
                    ? lists.getFirst()
                    : transaction.ids("""
                                    INSERT INTO guest_lists (event_id, title, owner_name, places)
                                    VALUES (?, 'House list', ?, 40) RETURNING id
                                    """, night.id(), owner).getFirst();
            long entry = transaction
                    .ids("""
                            INSERT INTO guest_list_entries (guest_list_id, plus_ones, code, guest_name, guest_phone)
                            VALUES (?, ?, ?, ?, ?) RETURNING id
                            """, list, dice.below(3), "G" + token, name, phone)
                    .getFirst();
            transaction.update("""
                    INSERT INTO invitations (guest_list_entry_id, channel, token, expires_at)
                    SELECT ?, 'TELEGRAM', ?, end_utc FROM events WHERE id = ?
                    """, entry, "I" + token, night.id());
            return transaction.update("""
                    INSERT INTO notifications_outbox (topic, club_id, recipient, payload, priority)
                    VALUES ('guestlist.invitation', ?, ?, jsonb_build_object('template', 'invitation', 'name', ?), 5)
                    """, night.clubId(), phone, name);
        });
        tally.add(EventKind.INVITED);
        return true;
    }

    boolean answer(Dice dice) throws SQLException, RaceLostException {
        List<Long> open = database.read("""
                SELECT i.id FROM invitations i
                  JOIN guest_list_entries g ON g.id = i.guest_list_entry_id AND g.status = 'INVITED'
                 WHERE i.status = 'SENT' AND i.expires_at > now() ORDER BY i.id DESC LIMIT 20
                """, row -> row.getLong(1));
        if (open.isEmpty()) {
            return false;
        }
        long invitation = dice.pick(open);
        boolean accepts = dice.chance(0.85);
        database.transaction(transaction -> {
            Long entry = transaction.first("""
                    UPDATE invitations SET status = ?, answered_at = now() WHERE id = ? AND status = 'SENT'
                    RETURNING guest_list_entry_id
                    """, row -> row.getLong(1), accepts ? "ACCEPTED" : "DECLINED", invitation);
            if (entry == null) {
                throw new RaceLostException("the invitation was answered");
            }
            return transaction.update(
                    "UPDATE guest_list_entries SET status = ?, updated_at = now() WHERE id = ? AND status = 'INVITED'",
                    accepts ? "CONFIRMED" : "CANCELLED",
                    entry);
        });
        tally.add(EventKind.INVITATION_ANSWERED);
        return true;
    }
}
