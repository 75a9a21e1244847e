package dev.maitred.batch;

/** Hears how far a job is, in lines for people. */
@FunctionalInterface
public interface Progress {

    void said(String line);
}
