/** The maitred command and its subcommands. */
@NullMarked
package dev.maitred.launcher;

import org.jspecify.annotations.NullMarked;
