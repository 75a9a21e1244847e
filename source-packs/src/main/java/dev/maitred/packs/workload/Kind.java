package dev.maitred.packs.workload;

/** A kind of event that a workload counts. */
public interface Kind {

    /** Lower case with hyphens, as in {@code hold-expired}. */
    String label();
}
