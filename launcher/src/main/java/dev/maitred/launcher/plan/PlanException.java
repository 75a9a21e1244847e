package dev.maitred.launcher.plan;

/** It cannot be said what a mapping would do: it is wrong, or its database does not answer. The message says which, in full. */
final class PlanException extends Exception {

    private static final long serialVersionUID = 1L;

    PlanException(String message, Throwable cause) {
        super(message, cause);
    }
}
