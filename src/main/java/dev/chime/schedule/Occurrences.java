package dev.chime.schedule;

import dev.chime.delivery.DeliveryId;
import dev.chime.schedule.Progress.Pending;
import dev.chime.timer.Sha256;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a schedule makes its occurrences. They depend on nothing but the schedule and
 * the time, so every process comes to the same ones.
 */
public final class Occurrences {

  /** How many occurrences in a row may be made after their instants. */
  private static final int MOST_BEHIND = 1000;

  /** To how many the missed instants are counted each time. */
  public static final int MOST_COUNTED = 10_000;

  /** How late an occurrence may be with {@link Missed#NONE}: as long as a restart takes. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private Occurrences() {}

  /**
   * Makes the first occurrence that is still to come.
   *
   * @param schedule an active schedule that has no pending occurrence
   */
  public static ScheduleStep begin(Schedule schedule, Instant now) {
    Instant done = schedule.progress().done();
    Instant after = done != null && done.isAfter(now) ? done : now;
    return make(schedule, schedule.next(after), 0, now);
  }

  /**
   * Makes the occurrence after the pending one, which has got its outcome.
   *
   * @param outcome the pending occurrence with its outcome
   */
  public static ScheduleStep after(Schedule schedule, Timer outcome, Instant now) {
    Pending pending = schedule.progress().pending();
    if (pending == null) {
      return ScheduleStep.to(schedule);
    }
    Schedule decided = schedule.with(schedule.progress().decided(delivery(schedule, outcome)));
    if (schedule.state() != ScheduleState.ACTIVE) {
      return ScheduleStep.to(decided);
    }
    Instant next = schedule.next(pending.instant());
    if (next == null || isEnough(decided) || deadline(schedule, next).isAfter(now)) {
      return make(decided, next, 0, now);
    }
    int behind = decided.progress().behind() + 1;
    boolean isAll = schedule.settings().missed() == Missed.ALL;
    return isAll && behind <= MOST_BEHIND && !isTooLate(schedule, next, now)
        ? make(decided, next, behind, now)
        : leaveOut(decided, next, isAll && behind > MOST_BEHIND, now);
  }

  private static @Nullable String delivery(Schedule schedule, Timer outcome) {
    if (outcome.isToDeliver()) {
      return DeliveryId.of(outcome).value();
    }
    return outcome.state() == TimerState.ELAPSED ? null : schedule.progress().delivery();
  }

  private static boolean isTooLate(Schedule schedule, Instant instant, Instant now) {
    Duration most = maxLateness(schedule);
    return most != null && deadline(schedule, instant).plus(most).isBefore(now);
  }

  /** Leaves out the instants from {@code first} on that have passed. */
  private static ScheduleStep leaveOut(
      Schedule schedule, Instant first, boolean isCut, Instant now) {
    long passed = 0;
    Instant next = first;
    while (next != null && passed < MOST_COUNTED && !deadline(schedule, next).isAfter(now)) {
      passed++;
      next = schedule.next(next);
    }
    if (next != null && !deadline(schedule, next).isAfter(now)) {
      next = schedule.next(now);
    }
    return make(schedule.with(schedule.progress().missing(passed, isCut)), next, 0, now);
  }

  private static boolean isEnough(Schedule schedule) {
    Integer count = schedule.settings().count();
    return count != null && schedule.progress().made() >= count;
  }

  private static ScheduleStep make(
      Schedule schedule, @Nullable Instant instant, int behind, Instant now) {
    if (instant == null || isEnough(schedule)) {
      return ScheduleStep.to(schedule.in(ScheduleState.ENDED));
    }
    TimerId id = OccurrenceId.of(schedule.id(), instant);
    Instant deadline = deadline(schedule, instant);
    Timer made = timer(schedule, id, deadline, now);
    Progress progress = schedule.progress().making(new Pending(id, instant, deadline), behind);
    return new ScheduleStep(schedule.with(progress), made);
  }

  /** An extra occurrence of a schedule, which is due now. Nothing follows from it. */
  public static Timer extra(Schedule schedule, Instant now) {
    return timer(schedule, OccurrenceId.ofExtra(schedule.id(), now), now, now);
  }

  private static Timer timer(Schedule schedule, TimerId id, Instant deadline, Instant now) {
    TimerTemplate template = schedule.settings().timer();
    return Timer.pending(
        id,
        deadline,
        now,
        maxLateness(schedule),
        template.payload(),
        template.labels(),
        template.destination(),
        null);
  }

  private static @Nullable Duration maxLateness(Schedule schedule) {
    Duration given = schedule.settings().timer().maxLateness();
    return given == null && schedule.settings().missed() == Missed.NONE ? GRACE : given;
  }

  /**
   * The deadline of the occurrence at an instant: a time within the flexible window after it, which
   * follows from the schedule's id and the instant.
   */
  private static Instant deadline(Schedule schedule, Instant instant) {
    long window = schedule.settings().flexible().toMillis();
    return window == 0
        ? instant
        : instant.plusMillis(Math.floorMod(hash(schedule, instant), window));
  }

  private static long hash(Schedule schedule, Instant instant) {
    String identity =
        schedule.id().namespace() + "\n" + schedule.id().value() + "\n" + instant.toEpochMilli();
    return ByteBuffer.wrap(Sha256.of(identity)).getLong();
  }
}
