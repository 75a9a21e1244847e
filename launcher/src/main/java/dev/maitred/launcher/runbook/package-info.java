/** {@code ./maitred runbook}: runbooks whose queries run against the live system. */
@NullMarked
package dev.maitred.launcher.runbook;

import org.jspecify.annotations.NullMarked;
