/** The demo: a source pack at work, and three things to try on it. */
@NullMarked
package dev.maitred.launcher.demo;

import org.jspecify.annotations.NullMarked;
