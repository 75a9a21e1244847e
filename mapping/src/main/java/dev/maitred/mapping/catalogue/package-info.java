/** What the source database says of its tables: columns, types, keys. */
@NullMarked
package dev.maitred.mapping.catalogue;

import org.jspecify.annotations.NullMarked;
