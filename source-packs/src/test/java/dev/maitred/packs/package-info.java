/** Facts that every source pack must keep. */
@NullMarked
package dev.maitred.packs;

import org.jspecify.annotations.NullMarked;
