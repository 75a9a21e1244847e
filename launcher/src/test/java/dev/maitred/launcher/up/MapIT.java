package dev.maitred.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Entity;
import dev.maitred.launcher.Commands;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MapIT {

    @BeforeAll
    static void databases() throws Exception {
        OthersDatabases.nightclub("drafted_club");
        OthersDatabases.clinic("drafted_clinic");
        OthersDatabases.server().createDatabase("drafted_nothing");
    }

    private static Entity entity(Mapping mapping, String table) {
        return mapping.table(new TableName("public", table))
                .orElseThrow(() -> new AssertionError(table + " is not in the draft"))
                .rules()
                .getFirst()
                .entity();
    }

    private static Mapping compiled(String database) throws Exception {
        try (Connection connection = OthersDatabases.connect(database)) {
            return Mapping.compile(OthersDatabases.draft(database), PostgresCatalogue.read(connection));
        }
    }

    @Test
    void a_draft_of_the_nightclub_compiles_and_recognises_its_entities() throws Exception {
        Mapping mapping = compiled("drafted_club");
        assertThat(entity(mapping, "clubs")).isEqualTo(Entity.VENUE);
        assertThat(entity(mapping, "tables")).isEqualTo(Entity.UNIT);
        assertThat(entity(mapping, "events")).isEqualTo(Entity.SLOT);
        assertThat(entity(mapping, "bookings")).isEqualTo(Entity.OCCUPANT);
        assertThat(entity(mapping, "booking_holds")).isEqualTo(Entity.OCCUPANT);
        assertThat(entity(mapping, "table_blocks")).isEqualTo(Entity.OCCUPANT);
        assertThat(entity(mapping, "check_ins")).isEqualTo(Entity.CHECK_IN);
        assertThat(entity(mapping, "table_sessions")).isEqualTo(Entity.SESSION);
        assertThat(entity(mapping, "table_deposits")).isEqualTo(Entity.PAYMENT);
        assertThat(entity(mapping, "notifications_outbox")).isEqualTo(Entity.QUEUE_ITEM);
        assertThat(mapping.tables()).hasSize(10);
    }

    @Test
    void a_draft_says_why_and_takes_nothing_that_identifies_people() {
        String draft = OthersDatabases.draft("drafted_club");
        assertThat(draft)
                .contains(
                        "values: { confirmed: BOOKED, seated: SEATED, completed: COMPLETED, cancelled: CANCELLED, no-show: NO_SHOW }")
                .contains("kind: { constant: hold }", "kind: { constant: block }", "when: lifted_at == null")
                .contains("venue: session_id.event_id.club_id", "amount: { minor: amount_minor, currency: currency }")
                .contains("# Left out:", "#   guest_list_entries: ");
        String read = draft.replaceAll("#.*", "");
        assertThat(read)
                .doesNotContain("guest_name", "guest_phone", "guest_note", "recipient", "payload", "presented", "code");
    }

    @Test
    void a_draft_of_an_unknown_schema_names_what_a_person_must_decide() throws Exception {
        Mapping mapping = compiled("drafted_clinic");
        assertThat(entity(mapping, "clinics")).isEqualTo(Entity.VENUE);
        assertThat(entity(mapping, "rooms")).isEqualTo(Entity.UNIT);
        assertThat(entity(mapping, "shifts")).isEqualTo(Entity.SLOT);
        assertThat(entity(mapping, "appointments")).isEqualTo(Entity.OCCUPANT);
        assertThat(OthersDatabases.draft("drafted_clinic"))
                .contains("what do [mislaid] mean?", "venue: shift_id.clinic_id", "# not read: patient");
    }

    @Test
    void a_whole_number_is_drafted_as_cents_and_a_decimal_as_it_is() throws Exception {
        OthersDatabases.clinic("drafted_money");
        OthersDatabases.sql("drafted_money", """
                CREATE TABLE payments (id int PRIMARY KEY, shift_id int NOT NULL REFERENCES shifts, amount int NOT NULL,
                                       paid_at timestamptz NOT NULL);
                CREATE TABLE deposits (id int PRIMARY KEY, shift_id int NOT NULL REFERENCES shifts, amount numeric(10,2) NOT NULL,
                                       currency text NOT NULL, paid_at timestamptz NOT NULL);
                """);
        assertThat(OthersDatabases.draft("drafted_money"))
                .contains(
                        "amount: { minor: amount, currency: { constant: EUR } }  # a whole number is taken as cents: choose major:",
                        "amount: { major: amount, currency: currency }\n");
    }

    @Test
    void a_schema_that_is_not_there_is_told_with_those_that_are() throws Exception {
        OthersDatabases.server().createDatabase("drafted_schemas");
        OthersDatabases.sql("drafted_schemas", "CREATE SCHEMA tickets");
        var at = OthersDatabases.server().endpoint();
        Commands.Result result = Commands.run(
                "map",
                "--schema",
                "nope",
                "--database",
                "postgresql://" + at.user() + ":" + at.password() + "@" + at.host() + ":" + at.port()
                        + "/drafted_schemas");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("drafted_schemas has no schema \"nope\"; it has [public, tickets]")
                .hasLineCount(1);
    }

    @Test
    void a_database_without_bookings_is_said_to_be_so() {
        var at = OthersDatabases.server().endpoint();
        String url = "postgresql://" + at.user() + ":" + at.password() + "@" + at.host() + ":" + at.port();
        Commands.Result nothing = Commands.run("map", "--database", url + "/drafted_nothing");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.err()).contains("nothing looks like bookings");
        Commands.Result absent = Commands.run("map", "--database", url + "/absent");
        assertThat(absent.code()).isEqualTo(2);
        assertThat(absent.err()).contains("has no database \"absent\"").hasLineCount(1);
        assertThat(Commands.run("map", "--database", "mysql://x/y").err()).contains("expected postgresql://");
    }
}
