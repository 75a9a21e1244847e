/** {@code ./maitred pause} and {@code ./maitred resume}. */
@NullMarked
package dev.maitred.launcher.pause;

import org.jspecify.annotations.NullMarked;
