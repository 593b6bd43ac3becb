@NullMarked
package dev.chime.schedule.cron;

import org.jspecify.annotations.NullMarked;
