/**
 * Cron expressions: which times on a wall clock they mean, and which instants these are where
 * clocks are changed twice a year. Stands on the JDK alone.
 */
@NullMarked
package dev.chime.schedule.cron;

import org.jspecify.annotations.NullMarked;
