/** The embedded database of the store: SQLite, in a folder that one process uses alone. */
@NullMarked
package dev.chime.store.sqlite;

import org.jspecify.annotations.NullMarked;
