package dev.maitred.ingest.watermark;

import dev.maitred.contract.Micros;
import dev.maitred.ingest.setup.Publication;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import org.postgresql.PGConnection;

/**
 * The messages by which the source tells its clock into its own log: how they are written, and how they are read where they come back.
 *
 * <p>Any role of the source database may write messages under any prefix, so each begins with a secret of this run of capture. Each
 * also tells which life of the publication it was written in: two that tell the same have everything between them decoded by it.
 */
public final class ClockMessages {

    public static final String PREFIX = "maitred";

    private static final int SECRET_BYTES = 18;

    private static final String CONTENT =
            "? || (extract(epoch FROM clock_timestamp()) * 1000000)::bigint || ':' || coalesce((" + Publication.LIFE
                    + "), '" + Publication.ABSENT + "')";

    /** From PostgreSQL 17 on the message is flushed by itself; before, a transaction id makes the commit flush it. */
    private static final String FLUSHED =
            "SELECT pg_logical_emit_message(false, '" + PREFIX + "', " + CONTENT + ", true)";

    private static final String BESIDE_A_TRANSACTION =
            "SELECT pg_logical_emit_message(false, '" + PREFIX + "', " + CONTENT + "), pg_current_xact_id()";

    private static final int FLUSHES_MESSAGES_FROM = 17;

    private final String secret;
    private final String publication;
    private final String life;

    /**
     * @param publication its name
     * @param life of the publication, by which capture began
     */
    public ClockMessages(String publication, String life) {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        this.secret = Base64.getUrlEncoder().encodeToString(random) + ":";
        this.publication = publication;
        this.life = life;
    }

    /** The statement that writes one. */
    PreparedStatement prepare(Connection connection) throws SQLException {
        String version = connection.unwrap(PGConnection.class).getParameterStatus("server_version");
        boolean flushes = Integer.parseInt(version.split("[^0-9]")[0]) >= FLUSHES_MESSAGES_FROM;
        PreparedStatement statement = connection.prepareStatement(flushes ? FLUSHED : BESIDE_A_TRANSACTION);
        // A parameter and not text: whoever sees which statements run does not see it.
        statement.setString(1, secret);
        statement.setString(2, publication);
        return statement;
    }

    /**
     * @return the clock that a message tells, microseconds since 1970; {@link Micros#UNKNOWN} when somebody else wrote it
     * @throws IllegalStateException when the publication is not the one that capture began by
     */
    public long clockOf(String message) {
        if (!message.startsWith(secret)) {
            return Micros.UNKNOWN;
        }
        int clockEnds = message.indexOf(':', secret.length());
        if (!message.substring(clockEnds + 1).equals(life)) {
            throw new IllegalStateException(
                    "The publication " + publication + " was dropped or altered while it was read: what "
                            + "changed meanwhile may never be sent, so all mapped rows are read again");
        }
        return Long.parseLong(message, secret.length(), clockEnds, 10);
    }
}
