/** What every fold of a change log has in common: rows with positions, transaction ends, watermarks, timers. */
@NullMarked
package dev.maitred.streams.fold;

import org.jspecify.annotations.NullMarked;
