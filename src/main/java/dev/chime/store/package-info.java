/**
 * The store: an implementation of {@link dev.chime.timer.TimerStore} over a database. It uses four
 * packages below it, from top to bottom: {@code sqlite} and {@code postgres}, which do not know
 * each other; {@code commit}; {@code row}. Each package knows only those below it.
 */
@NullMarked
package dev.chime.store;

import org.jspecify.annotations.NullMarked;
