/** The night's analytics against a running platform. */
@NullMarked
package dev.maitred.launcher.nightly;

import org.jspecify.annotations.NullMarked;
