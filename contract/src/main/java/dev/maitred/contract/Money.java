package dev.maitred.contract;

/**
 * An exact amount.
 *
 * @param minor in the currency's minor unit: cents of EUR, yen of JPY
 * @param currency ISO 4217
 */
public record Money(long minor, String currency) {

    /** Ten trillion of a currency with cents: more is a mistake, and sums of what is less do not overflow. */
    public static final long LARGEST_MINOR = 1_000_000_000_000_000L;

    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "Expected an amount in " + currency + ", found one in " + other.currency);
        }
        return new Money(Math.addExact(minor, other.minor), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(minor), currency);
    }
}
