/** All deployables in one process, on embedded servers. */
@NullMarked
package dev.maitred.launcher.platform;

import org.jspecify.annotations.NullMarked;
