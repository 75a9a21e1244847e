/** A source that is to be left alone for a while. */
@NullMarked
package dev.maitred.ingest.pause;

import org.jspecify.annotations.NullMarked;
