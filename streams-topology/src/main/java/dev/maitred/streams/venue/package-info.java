/** From the changes of venues to boards, pure. */
@NullMarked
package dev.maitred.streams.venue;

import org.jspecify.annotations.NullMarked;
