/** What monitoring scrapes, at a port of its own. */
@NullMarked
package dev.maitred.ops.metrics;

import org.jspecify.annotations.NullMarked;
