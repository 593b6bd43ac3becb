/** Timers and requests as database rows, and the SQL that works in every database of Chime. */
@NullMarked
package dev.chime.store.row;

import org.jspecify.annotations.NullMarked;
