/** What the nightclub's tables hold before anybody presses a key: past weeks, tonight so far, and nights on sale. */
@NullMarked
package dev.maitred.packs.nightclub.history;

import org.jspecify.annotations.NullMarked;
