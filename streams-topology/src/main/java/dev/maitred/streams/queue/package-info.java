/** From the changes of queues to queue boards, pure. */
@NullMarked
package dev.maitred.streams.queue;

import org.jspecify.annotations.NullMarked;
