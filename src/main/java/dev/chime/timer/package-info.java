/**
 * Timers: what they are, what can become of them, and the port to where they are kept, {@link
 * dev.chime.timer.TimerStore}. Knows neither HTTP nor any database, nor what runs.
 */
@NullMarked
package dev.chime.timer;

import org.jspecify.annotations.NullMarked;
