/** Asking ingest to read rows of the database again. */
@NullMarked
package dev.maitred.ops.resync;

import org.jspecify.annotations.NullMarked;
