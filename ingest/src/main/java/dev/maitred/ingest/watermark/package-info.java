/** The source's clock, written into its own log. */
@NullMarked
package dev.maitred.ingest.watermark;

import org.jspecify.annotations.NullMarked;
