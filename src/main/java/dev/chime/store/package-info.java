/**
 * The store: an implementation of {@link dev.chime.timer.TimerStore} over a database. It stands on
 * four packages, each of which knows only those below it: {@code sqlite} and {@code postgres},
 * which do not know each other; {@code commit}; {@code row}.
 */
@NullMarked
package dev.chime.store;

import org.jspecify.annotations.NullMarked;
