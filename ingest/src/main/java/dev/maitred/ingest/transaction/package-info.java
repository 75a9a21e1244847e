/** From captured rows to whole source transactions of the contract. */
@NullMarked
package dev.maitred.ingest.transaction;

import org.jspecify.annotations.NullMarked;
