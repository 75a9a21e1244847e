/** How the source is towards ingest, apart from what it delivers. */
@NullMarked
package dev.maitred.ingest.health;

import org.jspecify.annotations.NullMarked;
