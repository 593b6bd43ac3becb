/** Timers and requests as rows, and the SQL that reads them from any of our databases. */
@NullMarked
package dev.chime.store.row;

import org.jspecify.annotations.NullMarked;
