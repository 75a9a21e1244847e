package dev.maitred.contract.change;

import dev.maitred.contract.Entity;

/**
 * One item of an outbox, a campaign, a job queue, a waiting room. Fields as in the message of the same name; instants that are not
 * known are {@link dev.maitred.contract.Micros#UNKNOWN}.
 */
public record QueueItem(
        State state,
        String group,
        int priority,
        long enqueuedAtMicros,
        long availableAtMicros,
        long startedAtMicros,
        long finishedAtMicros,
        long leaseUntilMicros,
        int attempts,
        String error)
        implements Change {

    public enum State {
        WAITING,
        RUNNING,
        DONE,
        DEAD,
        CANCELLED;

        /** Whether an item in this state still counts towards the queue's depth. */
        public boolean isOpen() {
            return this == WAITING || this == RUNNING;
        }
    }

    @Override
    public Entity entity() {
        return Entity.QUEUE_ITEM;
    }
}
