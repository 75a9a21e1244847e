/** The ticket rush as a source pack: waiting rooms, reservations that expire, and zones sold by quantity. */
@NullMarked
package dev.maitred.packs.rush;

import org.jspecify.annotations.NullMarked;
