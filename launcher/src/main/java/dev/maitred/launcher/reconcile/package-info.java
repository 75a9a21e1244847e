/** {@code ./maitred reconcile}: the live boards against the database at one LSN. */
@NullMarked
package dev.maitred.launcher.reconcile;

import org.jspecify.annotations.NullMarked;
