package dev.chime.store.commit;

import dev.chime.delivery.DeliveryId;
import dev.chime.schedule.OccurrenceId;
import dev.chime.schedule.Occurrences;
import dev.chime.schedule.Overlap;
import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleListener;
import dev.chime.schedule.ScheduleStep;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A step of a schedule that was written in a transaction.
 *
 * @param before the schedule before; null if it is new
 * @param step the step
 * @param gap how long after the outcome that led to it; zero if decided in the same transaction
 */
public record SchedulePass(@Nullable Schedule before, ScheduleStep step, Duration gap) {

  private static final int MOST_NAMES = 1_000_000;

  /**
   * Has a schedule go on whose occurrence has got its outcome in the current transaction.
   *
   * @param outcome any timer with its outcome
   * @return null if it is no pending occurrence of a schedule
   */
  static @Nullable SchedulePass after(WriteSession session, Timer outcome, Instant now)
      throws SQLException {
    return after(session, outcome, now, Duration.ZERO);
  }

  /**
   * The same for an outcome that was decided before.
   *
   * @param now when it was decided
   * @param gap how long ago that is
   */
  static @Nullable SchedulePass after(
      WriteSession session, Timer outcome, Instant now, Duration gap) throws SQLException {
    Schedule schedule = scheduleOf(session, outcome.id());
    return schedule == null
        ? null
        : write(session, schedule, Occurrences.after(schedule, outcome, now), now, gap);
  }

  /**
   * Whether an occurrence must be skipped because the one before is still being delivered. That
   * concerns only occurrences that would be delivered themselves.
   *
   * @param timer any timer
   */
  public static boolean mustSkip(WriteSession session, Timer timer) throws SQLException {
    TimerId id = timer.id();
    Schedule schedule = timer.destination() == null ? null : scheduleOf(session, id);
    if (schedule == null || schedule.settings().overlap() != Overlap.SKIP) {
      return false;
    }
    String delivery = schedule.progress().delivery();
    return delivery != null && session.schedules().isOpen(new DeliveryId(id.namespace(), delivery));
  }

  /**
   * The pending occurrence of the schedule to which an occurrence belongs.
   *
   * @param id the id of any timer
   * @return null if it belongs to none, or to one that has no pending occurrence
   */
  static @Nullable TimerId pendingBeside(WriteSession session, TimerId id) throws SQLException {
    return pendingOf(owner(session, id));
  }

  /** The pending occurrence of a schedule; null if it has none. */
  static @Nullable TimerId pendingOf(@Nullable Schedule schedule) {
    Pending pending = schedule == null ? null : schedule.progress().pending();
    return pending == null ? null : pending.id();
  }

  /** The schedule whose pending occurrence this is; null if there is none. */
  private static @Nullable Schedule scheduleOf(WriteSession session, TimerId id)
      throws SQLException {
    Schedule schedule = owner(session, id);
    return id.equals(pendingOf(schedule)) ? schedule : null;
  }

  /** The schedule that a timer belongs to, by its id; null if there is none. */
  private static @Nullable Schedule owner(WriteSession session, TimerId id) throws SQLException {
    ScheduleId scheduleId = OccurrenceId.scheduleOf(id);
    return scheduleId == null ? null : session.schedules().find(scheduleId);
  }

  /** How long ago a timer has got its outcome; zero if it has none. */
  static Duration gapSince(@Nullable Timer timer, Instant now) {
    Instant decidedAt = timer == null ? null : timer.decidedAt();
    return decidedAt == null || decidedAt.isAfter(now)
        ? Duration.ZERO
        : Duration.between(decidedAt, now);
  }

  /** Writes a step that belongs to what leads to it. */
  static SchedulePass write(
      WriteSession session, @Nullable Schedule before, ScheduleStep step, Instant now)
      throws SQLException {
    return write(session, before, step, now, Duration.ZERO);
  }

  /** Writes a step: the schedule, and the timer that is new, under an id that is not taken. */
  static SchedulePass write(
      WriteSession session, @Nullable Schedule before, ScheduleStep step, Instant now, Duration gap)
      throws SQLException {
    ScheduleStep named = step;
    Timer made = step.made();
    for (int i = 2; made != null && i < MOST_NAMES && !session.insert(made, null); i++) {
      named = step.another(i);
      made = named.made();
    }
    save(session, before, named, now);
    return new SchedulePass(before, named, gap);
  }

  /** Writes the schedule of a step, if it has changed. */
  static void save(WriteSession session, @Nullable Schedule before, ScheduleStep step, Instant now)
      throws SQLException {
    Schedule after = step.schedule();
    if (after != null && !after.equals(before)) {
      session.schedules().save(after, now);
    }
  }

  /** The timers that were made in these steps. */
  static List<TimerChange> changes(List<SchedulePass> passes) {
    return passes.stream().map(SchedulePass::change).filter(Objects::nonNull).toList();
  }

  /** The change of a timer that this makes; null if it makes none. */
  @Nullable TimerChange change() {
    return step.made() == null ? null : TimerChange.created(step.made());
  }

  /** Tells the listener. */
  void tell(ScheduleListener listener) {
    Schedule after = step.schedule();
    if (after != null && before != null) {
      long missed = after.progress().missed() - before.progress().missed();
      boolean isCut = after.progress().cut() > before.progress().cut();
      if (missed > 0 || isCut) {
        listener.missed(after, missed, isCut);
      }
    }
    if (step.made() != null) {
      listener.made(step.made(), gap);
    }
  }
}
