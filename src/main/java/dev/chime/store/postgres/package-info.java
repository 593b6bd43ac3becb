/** The store's shared database: PostgreSQL, which several processes may use at the same time. */
@NullMarked
package dev.chime.store.postgres;

import org.jspecify.annotations.NullMarked;
