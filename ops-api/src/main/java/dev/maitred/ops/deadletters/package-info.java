/** Rows that could not be mapped, as ingest has put them aside. */
@NullMarked
package dev.maitred.ops.deadletters;

import org.jspecify.annotations.NullMarked;
