package dev.maitred.streams.topology;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/** Finds the fold behind the layers that the standard builder puts around it (metering, logging). */
final class FoldStores {

    private FoldStores() {}

    static FoldStore innermost(StateStore store) {
        StateStore inner = store;
        while (inner instanceof WrappedStateStore<?, ?, ?> wrapped) {
            inner = wrapped.wrapped();
        }
        if (inner instanceof FoldStore fold) {
            return fold;
        }
        throw new IllegalStateException(
                "Expected a fold store, found " + inner.getClass().getName());
    }
}
