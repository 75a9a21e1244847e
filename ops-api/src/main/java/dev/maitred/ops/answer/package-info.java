/** What every answer says beside its value. */
@NullMarked
package dev.maitred.ops.answer;

import org.jspecify.annotations.NullMarked;
