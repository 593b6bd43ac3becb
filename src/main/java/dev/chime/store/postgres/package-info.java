/** The shared database of the store: PostgreSQL, which several processes may use together. */
@NullMarked
package dev.chime.store.postgres;

import org.jspecify.annotations.NullMarked;
