/** The servers that the platform cannot do without, started together on one data directory. */
@NullMarked
package dev.maitred.embedded.servers;

import org.jspecify.annotations.NullMarked;
