/** The ClickHouse engine as a library in this process: loading it, sessions on it, statements, and its end. */
@NullMarked
package dev.maitred.embedded.clickhouse.engine;

import org.jspecify.annotations.NullMarked;
