/** PostgreSQL as a child process of this one, durable under one directory. */
@NullMarked
package dev.maitred.embedded.postgres;

import org.jspecify.annotations.NullMarked;
