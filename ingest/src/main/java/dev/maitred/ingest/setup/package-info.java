/** What the source database must have before capture begins, as SQL. */
@NullMarked
package dev.maitred.ingest.setup;

import org.jspecify.annotations.NullMarked;
