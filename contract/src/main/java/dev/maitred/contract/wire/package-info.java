/** How changes travel: protobuf values, text keys, binary headers. */
@NullMarked
package dev.maitred.contract.wire;

import org.jspecify.annotations.NullMarked;
