/** How fresh the answers are, hop by hop, and how the sources are. */
@NullMarked
package dev.maitred.ops.pipeline;

import org.jspecify.annotations.NullMarked;
