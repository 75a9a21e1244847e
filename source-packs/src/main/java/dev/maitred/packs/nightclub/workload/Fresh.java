package dev.maitred.packs.nightclub.workload;

import java.util.UUID;

/**
 * Identifiers that nobody has used before. Not from the seed: a workload that is started again on the same rows with the same
 * seed decides alike, but its guests are others.
 */
final class Fresh {

    private Fresh() {}

    static String token() {
        return UUID.randomUUID().toString();
    }
}
