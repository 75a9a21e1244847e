/** Runbooks as they are written. */
@NullMarked
package dev.maitred.launcher.runbook;

import org.jspecify.annotations.NullMarked;
