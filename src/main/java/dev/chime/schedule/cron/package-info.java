/**
 * Cron expressions: which times of the wall clock they mean, and which instants these are in a
 * zone, where clocks are put forward and back. It stands on the JDK alone.
 */
@NullMarked
package dev.chime.schedule.cron;

import org.jspecify.annotations.NullMarked;
