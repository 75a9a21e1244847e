/** A Friday night as transactions: guests, door, hosts, office, couriers and sweepers, all at once. */
@NullMarked
package dev.maitred.packs.nightclub.workload;

import org.jspecify.annotations.NullMarked;
