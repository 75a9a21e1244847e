/** What the tests of all folds share: change logs as ingest would write them, and what is true of them. */
@NullMarked
package dev.maitred.streams;

import org.jspecify.annotations.NullMarked;
