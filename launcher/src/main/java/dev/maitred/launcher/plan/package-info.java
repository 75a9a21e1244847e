/** What a changed mapping would do, before it is done, and having it done by a platform that runs. */
@NullMarked
package dev.maitred.launcher.plan;

import org.jspecify.annotations.NullMarked;
