/** What is printed of a trace. */
@NullMarked
package dev.maitred.launcher.trace;

import org.jspecify.annotations.NullMarked;
