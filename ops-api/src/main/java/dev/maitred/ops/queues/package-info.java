/** Queue boards. */
@NullMarked
package dev.maitred.ops.queues;

import org.jspecify.annotations.NullMarked;
