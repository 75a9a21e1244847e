package dev.maitred.embedded.clickhouse.http;

import dev.maitred.embedded.clickhouse.engine.EngineException;
import dev.maitred.embedded.clickhouse.engine.InsertStream;
import dev.maitred.embedded.clickhouse.engine.Progress;
import dev.maitred.embedded.clickhouse.engine.Result;
import dev.maitred.embedded.clickhouse.engine.ResultStream;
import dev.maitred.embedded.clickhouse.engine.Session;
import dev.maitred.embedded.clickhouse.engine.Statement;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** One statement in one session: rows from the request to the engine, or from the engine to the answer. */
record Execution(Session session, QueryRequest request, RequestBody body, Answer answer) {
    private static final int PIECE_BYTES = 1024 * 1024;

    void run() throws EngineException, IOException {
        if (!request.database().equals("default")) {
            session.execute("USE `" + request.database().replace("\\", "\\\\").replace("`", "\\`") + "`");
        }
        session.execute(request.set());
        StatementText text = body.statement();
        if (text.kind() == StatementText.Kind.ROWS) {
            insert(text);
            return;
        }
        String format = text.format().orElse(request.format());
        Statement statement = new Statement(text.sql(), format, request.parameters());
        Optional<RowHeader> header =
                text.kind() == StatementText.Kind.SELECT && !request.whole() ? RowHeader.of(format) : Optional.empty();
        if (header.isPresent()) {
            stream(statement, header.get());
        } else {
            whole(statement);
        }
    }

    private void whole(Statement statement) throws EngineException, IOException {
        try (Result result = session.query(statement)) {
            answer.begin(statement.format(), result.progress());
            answer.write(result.bytes());
            answer.end();
        }
    }

    /** The first piece is waited for, so that most errors are still answers of their own. */
    private void stream(Statement statement, RowHeader header) throws EngineException, IOException {
        try (ResultStream stream = session.stream(statement)) {
            boolean first = true;
            boolean more = true;
            while (more) {
                try (Result piece = stream.next()) {
                    MemorySegment bytes = piece.bytes();
                    more = bytes.byteSize() > 0;
                    if (first) {
                        answer.begin(statement.format(), piece.progress());
                        answer.write(bytes);
                    } else if (more) {
                        answer.write(bytes.asSlice(header.size(bytes)));
                        // A slow result is seen while it grows; one of a single piece stays one packet.
                        answer.flush();
                    }
                    first = false;
                }
            }
        }
        answer.end();
    }

    private void insert(StatementText text) throws EngineException, IOException {
        String format = text.format().orElse(request.format());
        byte[] bytes = new byte[PIECE_BYTES];
        Progress progress;
        try (Arena arena = Arena.ofConfined();
                InsertStream insert = session.insert(new Statement(text.sql(), format, request.parameters()))) {
            MemorySegment piece = arena.allocate(PIECE_BYTES);
            for (int size = body.readRows(bytes); size > 0; size = body.readRows(bytes)) {
                MemorySegment.copy(bytes, 0, piece, ValueLayout.JAVA_BYTE, 0, size);
                insert.append(piece, size);
            }
            progress = insert.finish();
        }
        answer.begin("TabSeparated", progress);
        answer.end();
    }
}
