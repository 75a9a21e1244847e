/** Venues, slots and their boards, answered from a replica without a hop. */
@NullMarked
package dev.maitred.ops.boards;

import org.jspecify.annotations.NullMarked;
