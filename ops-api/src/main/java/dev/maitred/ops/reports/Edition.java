package dev.maitred.ops.reports;

/**
 * All finished reports together, in short.
 *
 * @param edition another one after every publication; empty before the first
 * @param nights that have a report
 */
public record Edition(String edition, long nights) {

    static final Edition NONE = new Edition("", 0);
}
