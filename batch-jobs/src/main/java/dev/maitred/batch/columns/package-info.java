/** ClickHouse's Native format, as far as bulk inserts need it: blocks of columns, filled row by row. */
@NullMarked
package dev.maitred.batch.columns;

import org.jspecify.annotations.NullMarked;
