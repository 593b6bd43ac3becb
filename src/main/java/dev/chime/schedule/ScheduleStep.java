package dev.chime.schedule;

import dev.chime.schedule.Progress.Pending;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import org.jspecify.annotations.Nullable;

/**
 * A step of a schedule.
 *
 * @param schedule as it is after the step; null if it is deleted
 * @param made the timer that the step makes; null if it makes none
 */
public record ScheduleStep(@Nullable Schedule schedule, @Nullable Timer made) {

  /** A step that makes nothing. */
  static ScheduleStep to(@Nullable Schedule schedule) {
    return new ScheduleStep(schedule, null);
  }

  /** The same step with another id for what it makes. */
  ScheduleStep renamed(TimerId id) {
    if (made == null || schedule == null) {
      return this;
    }
    Pending pending = schedule.progress().pending();
    boolean isPending = pending != null && pending.id().equals(made.id());
    return new ScheduleStep(
        isPending ? schedule.with(schedule.progress().renamed(id)) : schedule, made.withId(id));
  }

  /** The same step with another id for what it makes, because others are taken. */
  public ScheduleStep another(int number) {
    return made == null ? this : renamed(OccurrenceId.another(made.id(), number));
  }
}
