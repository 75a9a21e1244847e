/** Jobs that turn the change log into history and reports. */
@NullMarked
package dev.maitred.batch;

import org.jspecify.annotations.NullMarked;
