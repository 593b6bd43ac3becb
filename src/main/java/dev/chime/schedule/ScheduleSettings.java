package dev.chime.schedule;

import dev.chime.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a schedule.
 *
 * @param timing the instants
 * @param from the first possible instant; null for no limit
 * @param until the last possible instant; null for no limit
 * @param count how many occurrences it has at most; null for no limit
 * @param flexible the window after each instant within which its occurrence is placed; zero for
 *     none; in whole milliseconds
 * @param missed what becomes of instants that nobody could make an occurrence for in time
 * @param overlap what becomes of an occurrence while the one before is being delivered
 * @param timer what all occurrences have in common
 */
public record ScheduleSettings(
    Timing timing,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Integer count,
    Duration flexible,
    Missed missed,
    Overlap overlap,
    TimerTemplate timer) {

  /**
   * Settings with nothing but their instants: all else is as it is unless told.
   *
   * @param from the first possible instant; null for no limit
   */
  public static ScheduleSettings of(Timing timing, @Nullable Instant from) {
    return new ScheduleSettings(
        timing,
        from,
        null,
        null,
        Duration.ZERO,
        Missed.ONE,
        Overlap.ALLOW,
        new TimerTemplate(null, null, Map.of(), null));
  }

  /**
   * The first instant after a time, within the limits.
   *
   * @param createdAt where instants at equal distances begin without {@link #from}
   * @return null if there is none
   */
  public @Nullable Instant next(Instant after, Instant createdAt) {
    Instant start = from == null ? createdAt : from;
    Instant next =
        timing.next(from == null || !from.isAfter(after) ? after : from.minusNanos(1), start);
    boolean isOver =
        next == null || next.isAfter(Timer.LATEST) || (until != null && next.isAfter(until));
    return isOver ? null : next;
  }
}
