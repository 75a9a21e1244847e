/** A changed mapping, in words. */
@NullMarked
package dev.maitred.launcher.plan;

import org.jspecify.annotations.NullMarked;
