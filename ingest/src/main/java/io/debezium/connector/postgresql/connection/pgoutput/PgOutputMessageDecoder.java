package io.debezium.connector.postgresql.connection.pgoutput;

import dev.maitred.ingest.capture.Life;
import dev.maitred.ingest.capture.LogReader;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.AbstractMessageDecoder;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.MessageDecoderContext;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import io.debezium.connector.postgresql.connection.ReplicationStream.ReplicationMessageProcessor;
import io.debezium.connector.postgresql.connection.TransactionMessage;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Function;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/**
 * Stands in the place of the connector's class of this name (ADR 10): what the log says of rows goes to the capture that the engine
 * runs for, by the shortest way. Of a transaction the engine itself is told the end alone, by which it knows how far it has come.
 */
public class PgOutputMessageDecoder extends AbstractMessageDecoder {

    private static final int SENDS_MESSAGES_FROM = 140_000;

    private final String publication;
    private final PostgresConnection connection;
    private final LogReader log;

    public PgOutputMessageDecoder(MessageDecoderContext context, PostgresConnection connection) {
        this.publication = context.getConfig().publicationName();
        this.connection = connection;
        this.log = Life.of(context.getConfig().getConfig().asMap()).log();
    }

    @Override
    public void processNotEmptyMessage(ByteBuffer message, ReplicationMessageProcessor engine, TypeRegistry registry)
            throws SQLException, InterruptedException {
        Instant committedAt = log.read(message, connection.connection());
        if (committedAt != null) {
            engine.process(new TransactionMessage(Operation.COMMIT, 0, committedAt));
        }
    }

    /** Nothing is: the server sends exactly what committed after the place that was asked for. */
    @Override
    public boolean shouldMessageBeSkipped(ByteBuffer message, Lsn lastReceived, Lsn start, WalPositionLocator place) {
        return false;
    }

    @Override
    public ChainedLogicalStreamBuilder defaultOptions(
            ChainedLogicalStreamBuilder stream, Function<Integer, Boolean> isServerFrom) {
        ChainedLogicalStreamBuilder options =
                stream.withSlotOption("proto_version", 1).withSlotOption("publication_names", publication);
        return isServerFrom.apply(SENDS_MESSAGES_FROM) ? options.withSlotOption("messages", true) : options;
    }
}
