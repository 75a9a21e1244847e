/** The changes as records, one for each message of the public contract. */
@NullMarked
package dev.maitred.contract.change;

import org.jspecify.annotations.NullMarked;
