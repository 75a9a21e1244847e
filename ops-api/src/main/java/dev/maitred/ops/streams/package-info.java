/** The life of the topology in this process, and questions to its stores. */
@NullMarked
package dev.maitred.ops.streams;

import org.jspecify.annotations.NullMarked;
