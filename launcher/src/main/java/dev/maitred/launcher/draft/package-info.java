/** {@code ./maitred map}: a first draft of a mapping from a database's catalogue, for a person to finish. */
@NullMarked
package dev.maitred.launcher.draft;

import org.jspecify.annotations.NullMarked;
