package dev.maitred.launcher.demo;

/** How often a test does what it does: a sample in the check, all of it under {@code ./maitred prove}. */
final class Rounds {

    private Rounds() {}

    static int of(int sample, int all) {
        return Boolean.getBoolean("maitred.prove") ? all : sample;
    }
}
