package dev.chime.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule: it makes timers, one after another. Immutable; each change makes a new one. All times
 * are whole milliseconds.
 *
 * @param id its id
 * @param settings what its client has said
 * @param state its state
 * @param progress how far it has come
 * @param createdAt when it was made
 * @param version 1 for a new schedule, and one more with each change by a client
 */
public record Schedule(
    ScheduleId id,
    ScheduleSettings settings,
    ScheduleState state,
    Progress progress,
    Instant createdAt,
    long version) {

  /** A new schedule, without an occurrence so far. */
  static Schedule create(ScheduleId id, ScheduleSettings settings, Instant now) {
    return new Schedule(id, settings, ScheduleState.ACTIVE, Progress.NONE, now, 1);
  }

  /**
   * The first instant after a time, within the limits.
   *
   * @return null if there is none
   */
  public @Nullable Instant next(Instant after) {
    return settings.next(after, createdAt);
  }

  /** This, with another progress, which is no change by a client. */
  Schedule with(Progress changed) {
    return new Schedule(id, settings, state, changed, createdAt, version);
  }

  /** This in another state, which is no change by a client. */
  Schedule in(ScheduleState changed) {
    return new Schedule(id, settings, changed, progress, createdAt, version);
  }

  /** This without the pending occurrence, which does not exist. */
  public Schedule withoutPending() {
    return with(progress.withdrawn());
  }

  /** This, when its pending occurrence has got another deadline. */
  public Schedule withPendingAt(Instant deadline) {
    return with(progress.pendingAt(deadline));
  }

  /** The next version of this. */
  Schedule changed(ScheduleSettings newSettings, ScheduleState newState, Progress newProgress) {
    return new Schedule(id, newSettings, newState, newProgress, createdAt, version + 1);
  }
}
