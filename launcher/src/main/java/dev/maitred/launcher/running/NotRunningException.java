package dev.maitred.launcher.running;

/** There is no platform to speak to. The message says what was looked for, what was found, and how to start one. */
public final class NotRunningException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean comingPerhaps;

    NotRunningException(String message, boolean comingPerhaps) {
        super(message, null, false, false);
        this.comingPerhaps = comingPerhaps;
    }

    /** Whether waiting may help: the directory is a platform's, and it may be starting or about to. */
    public boolean isComingPerhaps() {
        return comingPerhaps;
    }
}
