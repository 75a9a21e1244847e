/** Event streams: a snapshot of each key, then every change without a gap. */
@NullMarked
package dev.maitred.ops.stream;

import org.jspecify.annotations.NullMarked;
