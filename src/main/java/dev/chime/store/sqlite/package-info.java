/** A store in a SQLite database that this process has for itself. */
@NullMarked
package dev.chime.store.sqlite;

import org.jspecify.annotations.NullMarked;
