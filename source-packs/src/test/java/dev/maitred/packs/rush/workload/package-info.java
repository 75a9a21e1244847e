/** Facts about the sale: nothing is oversold, everything is seen. */
@NullMarked
package dev.maitred.packs.rush.workload;

import org.jspecify.annotations.NullMarked;
