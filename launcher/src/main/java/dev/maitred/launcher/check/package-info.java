/** {@code ./maitred check}: a platform's file, its mappings and its databases, and what keeps them from being read. */
@NullMarked
package dev.maitred.launcher.check;

import org.jspecify.annotations.NullMarked;
