/** What a row of a booking database became, printed for a person. */
@NullMarked
package dev.maitred.launcher.trace;

import org.jspecify.annotations.NullMarked;
