/** ClickHouse as a server of this machine: the engine in a child process behind the HTTP protocol that its drivers speak. */
@NullMarked
package dev.maitred.embedded.clickhouse;

import org.jspecify.annotations.NullMarked;
