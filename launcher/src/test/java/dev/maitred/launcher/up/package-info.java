/** The platform on databases of others, from a draft of the mapping to an answer. */
@NullMarked
package dev.maitred.launcher.up;

import org.jspecify.annotations.NullMarked;
