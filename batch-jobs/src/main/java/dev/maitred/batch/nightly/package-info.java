/** The nightly job: its steps in the order in which they run, one class each, and the SQL beside them in the same order. */
@NullMarked
package dev.maitred.batch.nightly;

import org.jspecify.annotations.NullMarked;
