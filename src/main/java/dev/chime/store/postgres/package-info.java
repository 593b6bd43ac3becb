/** A store in a PostgreSQL database that several processes may share. */
@NullMarked
package dev.chime.store.postgres;

import org.jspecify.annotations.NullMarked;
