/** ClickHouse's HTTP protocol in front of the engine: authentication, statements and their parameters, rows both ways, errors. */
@NullMarked
package dev.maitred.embedded.clickhouse.http;

import org.jspecify.annotations.NullMarked;
