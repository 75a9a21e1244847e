/** Source packs: booking systems to try the platform on, each with its schema, history, truth and workload. */
@NullMarked
package dev.maitred.packs;

import org.jspecify.annotations.NullMarked;
