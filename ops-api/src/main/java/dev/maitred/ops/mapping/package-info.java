/** By what mapping each source is captured, and another one taken while it is. */
@NullMarked
package dev.maitred.ops.mapping;

import org.jspecify.annotations.NullMarked;
