/** The mapping file as a person wrote it, and what is wrong with it. */
@NullMarked
package dev.maitred.mapping.language;

import org.jspecify.annotations.NullMarked;
