/** What commands share that serve a platform until they are told to end. */
@NullMarked
package dev.maitred.launcher.serve;

import org.jspecify.annotations.NullMarked;
