/** The store's embedded database: SQLite, in a folder that one process has for itself. */
@NullMarked
package dev.chime.store.sqlite;

import org.jspecify.annotations.NullMarked;
