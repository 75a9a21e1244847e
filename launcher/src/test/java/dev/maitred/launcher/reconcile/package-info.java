/** What is said of a comparison. */
@NullMarked
package dev.maitred.launcher.reconcile;

import org.jspecify.annotations.NullMarked;
