/** Who is let in: requests meant for this server, from its own page or from a program, of a size that makes sense. */
@NullMarked
package dev.maitred.ops.entrance;

import org.jspecify.annotations.NullMarked;
