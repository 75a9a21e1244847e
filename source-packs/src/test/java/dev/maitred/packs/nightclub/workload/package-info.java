/** Facts about the workload: who wins, what is seen, how it ends. */
@NullMarked
package dev.maitred.packs.nightclub.workload;

import org.jspecify.annotations.NullMarked;
