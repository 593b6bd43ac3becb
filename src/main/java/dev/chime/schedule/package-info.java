/**
 * Schedules: timers that come again and again. A schedule has at most one pending timer, its next
 * occurrence. When that gets its outcome, the one after it is made in the same transaction.
 */
@NullMarked
package dev.chime.schedule;

import org.jspecify.annotations.NullMarked;
