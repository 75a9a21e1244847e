package dev.maitred.packs.rush.workload;

import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;

/** Which requests were answered, and how. */
final class RequestKeys {

    private RequestKeys() {}

    /** Whether nobody has used the key; waits for whoever is using it now. */
    static boolean isFirst(Transaction transaction, String key, String request) throws SQLException {
        return transaction.update(
                        "INSERT INTO idempotency_keys (key, request) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        key,
                        request)
                > 0;
    }

    static void answer(Transaction transaction, String key, String answer) throws SQLException {
        transaction.update(
                "UPDATE idempotency_keys SET response = jsonb_build_object('answer', ?::text) WHERE key = ?",
                answer,
                key);
    }
}
