/** Mapped rows read from the database itself, all at one LSN. */
@NullMarked
package dev.maitred.mapping.source;

import org.jspecify.annotations.NullMarked;
