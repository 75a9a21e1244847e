package dev.maitred.packs;

/**
 * How a workload runs.
 *
 * @param jdbcUrl of the booking database
 * @param user the application's role
 * @param password the role's
 * @param transactionsPerSecond reads and writes together, begun whether or not earlier ones are done; 0.1 to 10,000
 * @param speed by which waits and durations of the story are divided: at 60 a minute is an hour; 0.01 to 10,000
 * @param seed of all decisions
 */
public record WorkloadSettings(
        String jdbcUrl, String user, String password, double transactionsPerSecond, double speed, long seed) {

    public static final double DEFAULT_TRANSACTIONS_PER_SECOND = 50;

    public WorkloadSettings {
        if (!(transactionsPerSecond >= 0.1 && transactionsPerSecond <= 10_000)) {
            throw new IllegalArgumentException("Expected a rate of 0.1 to 10000 transactions a second, found "
                    + transactionsPerSecond + "; to have none, do not start the workload");
        }
        if (!(speed >= 0.01 && speed <= 10_000)) {
            throw new IllegalArgumentException("Expected a speed of 0.01 to 10000, found " + speed);
        }
    }

    /** The default rate at the speed of life. */
    public static WorkloadSettings of(String jdbcUrl, String user, String password) {
        return new WorkloadSettings(jdbcUrl, user, password, DEFAULT_TRANSACTIONS_PER_SECOND, 1, 1);
    }

    public WorkloadSettings withTransactionsPerSecond(double rate) {
        return new WorkloadSettings(jdbcUrl, user, password, rate, speed, seed);
    }

    public WorkloadSettings withSpeed(double factor) {
        return new WorkloadSettings(jdbcUrl, user, password, transactionsPerSecond, factor, seed);
    }

    public WorkloadSettings withSeed(long newSeed) {
        return new WorkloadSettings(jdbcUrl, user, password, transactionsPerSecond, speed, newSeed);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "WorkloadSettings[" + user + " at " + jdbcUrl + ", " + transactionsPerSecond + "/s, speed " + speed
                + ", seed " + seed + "]";
    }
}
