/** {@code ./maitred sql}: statements on the booking database of a running platform. */
@NullMarked
package dev.maitred.launcher.sql;

import org.jspecify.annotations.NullMarked;
