/** A sale as transactions: people in line, shoppers, refunds, the office and sweepers, all at once. */
@NullMarked
package dev.maitred.packs.rush.workload;

import org.jspecify.annotations.NullMarked;
