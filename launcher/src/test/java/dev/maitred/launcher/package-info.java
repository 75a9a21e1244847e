/** The commands, as they are typed. */
@NullMarked
package dev.maitred.launcher;

import org.jspecify.annotations.NullMarked;
