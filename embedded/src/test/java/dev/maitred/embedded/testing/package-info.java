/** Real servers for the integration tests of every module: embedded, or in containers. */
@NullMarked
package dev.maitred.embedded.testing;

import org.jspecify.annotations.NullMarked;
