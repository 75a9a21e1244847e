/** The data directory that the embedded servers share, and what every server of this machine needs: a port, a process, an error for people. */
@NullMarked
package dev.maitred.embedded;

import org.jspecify.annotations.NullMarked;
