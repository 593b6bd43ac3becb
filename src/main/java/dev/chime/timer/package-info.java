/**
 * The model of timers: what they are, what can happen to them, and {@link
 * dev.chime.timer.TimerStore}, the port to where they are kept. Knows neither HTTP nor any
 * database, and nothing of what runs.
 */
@NullMarked
package dev.chime.timer;

import org.jspecify.annotations.NullMarked;
