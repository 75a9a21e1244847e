/** The whole way, from a row in the booking database to an answer. */
@NullMarked
package dev.maitred.launcher.demo;

import org.jspecify.annotations.NullMarked;
