/** What the ticket shop's database holds when the story begins: a tour on sale, its orders, and the people in line. */
@NullMarked
package dev.maitred.packs.rush.history;

import org.jspecify.annotations.NullMarked;
