package dev.chime.schedule;

import dev.chime.timer.Timer;
import java.time.Duration;

/** Is told of what schedules have done in this process, after the commit. Must be quick. */
public interface ScheduleListener {

  /**
   * An occurrence was made, which is pending.
   *
   * @param gap how long after the outcome of the one before: zero if that was in the same
   *     transaction, or if there was none before
   */
  void made(Timer occurrence, Duration gap);

  /**
   * Instants have passed without occurrences.
   *
   * @param schedule the schedule, which says by which rule
   * @param instants how many, counted to {@link Occurrences#MOST_COUNTED}
   * @param isCut whether there were too many to make them all
   */
  void missed(Schedule schedule, long instants, boolean isCut);
}
