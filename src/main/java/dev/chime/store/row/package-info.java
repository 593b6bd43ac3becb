/** Timers and requests as database rows, and the SQL that works in both SQLite and PostgreSQL. */
@NullMarked
package dev.chime.store.row;

import org.jspecify.annotations.NullMarked;
