package dev.maitred.embedded.postgres;

/** What PostgreSQL's own words about a failed start mean for the person who started it. */
final class PostgresFailure {

    private static final int LAST_CHARACTERS = 600;

    private PostgresFailure() {}

    /** A sentence with what to do where the cause is known, and the last of what was said in any case. */
    static String explain(String output) {
        return advice(output) + "PostgreSQL said: "
                + output.substring(Math.max(0, output.length() - LAST_CHARACTERS))
                        .strip();
    }

    private static String advice(String output) {
        if (output.contains("unshare:")) {
            return "PostgreSQL refuses to run as root, and this system does not let root enter a user namespace: "
                    + "run as an ordinary user. ";
        }
        if (output.contains("No space left on device")) {
            return "The disk is full: free some space and start again. ";
        }
        if (output.contains("Address already in use")) {
            return "Another program took the port in the meantime: start again, or choose another port. ";
        }
        if (output.contains("database files are incompatible with server")) {
            return "The data was written by another major version of PostgreSQL: use the version that wrote it, "
                    + "or another directory. ";
        }
        if (output.contains("could not create shared memory segment")
                || output.contains("could not resize shared memory")) {
            return "The system has too little shared memory (128 MB are needed; in a container see --shm-size). ";
        }
        return "";
    }
}
