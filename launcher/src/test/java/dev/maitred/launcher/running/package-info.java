/** Finding a running platform. */
@NullMarked
package dev.maitred.launcher.running;

import org.jspecify.annotations.NullMarked;
