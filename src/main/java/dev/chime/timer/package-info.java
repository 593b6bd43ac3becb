/**
 * Timers: what they are, how their outcome comes about, and how one waits for it. Knows neither
 * HTTP nor any database; {@link dev.chime.timer.TimerStore} is the door to the latter.
 */
@NullMarked
package dev.chime.timer;

import org.jspecify.annotations.NullMarked;
