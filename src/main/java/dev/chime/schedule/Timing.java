package dev.chime.schedule;

import dev.chime.schedule.cron.CronExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The instants of a schedule. Immutable and thread-safe. */
public sealed interface Timing {

  /**
   * The first instant after a time: a whole number of milliseconds.
   *
   * @param start where instants at equal distances begin
   * @return null if there is none
   */
  @Nullable Instant next(Instant after, Instant start);

  /**
   * Instants that a calendar and a clock on the wall show.
   *
   * @param expression says which
   * @param zone whose wall clock
   */
  record Cron(CronExpression expression, ZoneId zone) implements Timing {

    @Override
    public @Nullable Instant next(Instant after, Instant start) {
      return expression.next(after, zone);
    }
  }

  /**
   * Instants at equal distances, whatever a wall clock shows.
   *
   * @param interval the distance: whole milliseconds, at least one
   */
  record Every(Duration interval) implements Timing {

    /**
     * Checks the interval.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Every {
      if (interval.toMillis() < 1) {
        throw new IllegalArgumentException("an interval must be at least a millisecond");
      }
    }

    @Override
    public @Nullable Instant next(Instant after, Instant start) {
      if (after.isBefore(start)) {
        return start;
      }
      long step = interval.toMillis();
      long passed = after.toEpochMilli() - start.toEpochMilli();
      return start.plusMillis(passed - passed % step).plusMillis(step);
    }
  }
}
