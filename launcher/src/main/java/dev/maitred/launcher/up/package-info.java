/** {@code ./maitred up}: the platform on databases of others. */
@NullMarked
package dev.maitred.launcher.up;

import org.jspecify.annotations.NullMarked;
