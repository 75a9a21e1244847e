/** What a changed mapping would do, before it is done. */
@NullMarked
package dev.maitred.launcher.plan;

import org.jspecify.annotations.NullMarked;
