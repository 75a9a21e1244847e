/** What one row of a booking database became, from the database to the board, told for a person. */
@NullMarked
package dev.maitred.ops.trace;

import org.jspecify.annotations.NullMarked;
