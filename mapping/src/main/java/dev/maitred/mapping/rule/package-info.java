/** Rules compiled from the file: from a row to a change, pure. */
@NullMarked
package dev.maitred.mapping.rule;

import org.jspecify.annotations.NullMarked;
