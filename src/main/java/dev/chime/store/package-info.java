/** Where timers are kept: implementations of {@link dev.chime.timer.TimerStore}. */
@NullMarked
package dev.chime.store;

import org.jspecify.annotations.NullMarked;
