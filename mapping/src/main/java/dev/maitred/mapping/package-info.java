/** The mapping of one source: which table feeds which entities of the contract, and how. */
@NullMarked
package dev.maitred.mapping;

import org.jspecify.annotations.NullMarked;
