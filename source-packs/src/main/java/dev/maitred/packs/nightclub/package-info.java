/** The nightclub booking bot: clubs, their nights, tables, guests at the door and an outbox of messages. */
@NullMarked
package dev.maitred.packs.nightclub;

import org.jspecify.annotations.NullMarked;
