/** A mapping that is not the one a source's log was made by: what differs, its rows built aside, and the switch. */
@NullMarked
package dev.maitred.ingest.change;

import org.jspecify.annotations.NullMarked;
