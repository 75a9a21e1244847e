/** A platform that runs, as the commands that speak to it find it: by its data directory. */
@NullMarked
package dev.maitred.launcher.running;

import org.jspecify.annotations.NullMarked;
