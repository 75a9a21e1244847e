/** Boards compared with the database at one LSN. */
@NullMarked
package dev.maitred.ops.reconcile;

import org.jspecify.annotations.NullMarked;
