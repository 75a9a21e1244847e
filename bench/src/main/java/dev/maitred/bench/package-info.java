/** Measurements, each beside a peer in the same run. */
@NullMarked
package dev.maitred.bench;

import org.jspecify.annotations.NullMarked;
