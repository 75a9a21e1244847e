package dev.maitred.ingest.publish;

import dev.maitred.mapping.catalogue.TableName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of one source between two lives of its capture.
 *
 * @param offset where it stands; null: it was never captured
 * @param mapping what its log was made by; null as well
 * @param snapshot one that has begun and is not whole yet; null: none
 * @param unread tables that are still to be read again by themselves
 * @param paused whether somebody wants it to be left alone
 */
public record StoredSource(
        @Nullable StoredOffset offset,
        @Nullable StoredMapping mapping,
        @Nullable StoredSnapshot snapshot,
        Set<TableName> unread,
        boolean paused) {}
