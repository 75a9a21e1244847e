/** Landing: the change log's hours as pieces of ClickHouse's history, each always written as a whole. */
@NullMarked
package dev.maitred.batch.landing;

import org.jspecify.annotations.NullMarked;
