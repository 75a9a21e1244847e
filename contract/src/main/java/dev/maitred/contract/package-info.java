/** The platform's own words: changes, keys, positions and topics, which all modules point at. */
@NullMarked
package dev.maitred.contract;

import org.jspecify.annotations.NullMarked;
