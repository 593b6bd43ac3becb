/**
 * The model: timers, the changes that can happen to them, and {@link dev.chime.timer.TimerStore},
 * the port to the store. It knows nothing of HTTP, of databases, or of the running service.
 */
@NullMarked
package dev.chime.schedule.cron;

import org.jspecify.annotations.NullMarked;
