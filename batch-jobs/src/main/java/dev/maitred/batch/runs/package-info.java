/** Runs of jobs: their repository in the platform's own database, one at a time, recovered after a crash. */
@NullMarked
package dev.maitred.batch.runs;

import org.jspecify.annotations.NullMarked;
