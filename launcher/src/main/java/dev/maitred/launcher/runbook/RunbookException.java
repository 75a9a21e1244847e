package dev.maitred.launcher.runbook;

/** A runbook that is not there or cannot be read. The message says where and what to do. */
final class RunbookException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RunbookException(String message) {
        super(message, null, false, false);
    }
}
