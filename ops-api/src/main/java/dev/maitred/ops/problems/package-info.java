/** Errors for people, in one place. */
@NullMarked
package dev.maitred.ops.problems;

import org.jspecify.annotations.NullMarked;
