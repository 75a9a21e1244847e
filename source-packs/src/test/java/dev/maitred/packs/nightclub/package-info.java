/** Facts about the nightclub pack, on a real PostgreSQL. */
@NullMarked
package dev.maitred.packs.nightclub;

import org.jspecify.annotations.NullMarked;
