/** Tests of reading tables whole. */
@NullMarked
package dev.maitred.ingest.snapshot;

import org.jspecify.annotations.NullMarked;
