/** What every pack's workload is played with: connections, seeded choice, counts, and patience while the database is away. */
@NullMarked
package dev.maitred.packs.workload;

import org.jspecify.annotations.NullMarked;
