/** Facts about the ticket rush: its history, its truth, its mapping. */
@NullMarked
package dev.maitred.packs.rush;

import org.jspecify.annotations.NullMarked;
