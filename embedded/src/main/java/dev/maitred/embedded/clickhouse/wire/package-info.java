/** ClickHouse's own bytes on the wire: checksummed compressed frames, and the content codings that HTTP adds to them. */
@NullMarked
package dev.maitred.embedded.clickhouse.wire;

import org.jspecify.annotations.NullMarked;
