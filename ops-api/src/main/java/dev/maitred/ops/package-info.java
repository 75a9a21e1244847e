/** The ops API: answers over the topology that it hosts. */
@NullMarked
package dev.maitred.ops;

import org.jspecify.annotations.NullMarked;
