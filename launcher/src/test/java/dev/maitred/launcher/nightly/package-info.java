/** What the nightly command tells. */
@NullMarked
package dev.maitred.launcher.nightly;

import org.jspecify.annotations.NullMarked;
