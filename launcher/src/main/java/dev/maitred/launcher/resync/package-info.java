/** Reading rows of the database again. */
@NullMarked
package dev.maitred.launcher.resync;

import org.jspecify.annotations.NullMarked;
