/** ClickHouse as the platform uses it: its schema in migrations, its statements from files, and the way in by the official client. */
@NullMarked
package dev.maitred.clickhouse;

import org.jspecify.annotations.NullMarked;
