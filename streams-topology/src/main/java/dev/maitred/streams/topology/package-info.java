/** The graph: which log is folded where, and what is published. */
@NullMarked
package dev.maitred.streams.topology;

import org.jspecify.annotations.NullMarked;
