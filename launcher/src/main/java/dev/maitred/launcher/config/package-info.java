/** The file that says on which databases and servers a platform runs, and what is wrong with it. */
@NullMarked
package dev.maitred.launcher.config;

import org.jspecify.annotations.NullMarked;
