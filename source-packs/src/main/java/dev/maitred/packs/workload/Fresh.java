package dev.maitred.packs.workload;

import java.util.UUID;

/**
 * Identifiers that nobody has used before. Not from the seed: a workload that is started again on the same rows with the same
 * seed decides alike, but its guests are others.
 */
public final class Fresh {

    private Fresh() {}

    public static String token() {
        return UUID.randomUUID().toString();
    }
}
