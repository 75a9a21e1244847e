/** Leaving a source alone for a while, and reading it again. */
@NullMarked
package dev.maitred.ops.pause;

import org.jspecify.annotations.NullMarked;
