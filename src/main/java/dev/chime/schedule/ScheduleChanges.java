package dev.chime.schedule;

import dev.chime.schedule.Progress.Pending;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What clients can do with schedules. */
public final class ScheduleChanges {

  private ScheduleChanges() {}

  /**
   * Makes a schedule, or gives it other settings. If nothing is different, nothing is changed. The
   * future throws {@link NoInstantException} if no instant is left.
   *
   * @param check throws if the present schedule, which is null if there is none, must not be
   *     changed
   */
  public static ScheduleChange put(
      ScheduleId id, ScheduleSettings settings, Consumer<@Nullable Schedule> check) {
    return (present, now) -> {
      check.accept(present);
      if (present == null) {
        return requireInstant(Occurrences.begin(Schedule.create(id, settings, now), now));
      }
      return present.settings().equals(settings)
          ? ScheduleStep.to(present)
          : changed(present, settings, now);
    };
  }

  private static ScheduleStep changed(Schedule present, ScheduleSettings settings, Instant now) {
    boolean sameInstants =
        settings.timing().equals(present.settings().timing())
            && Objects.equals(settings.from(), present.settings().from());
    Progress withdrawn = present.progress().withdrawn();
    Progress progress = sameInstants ? withdrawn : withdrawn.restarted();
    if (present.state() == ScheduleState.PAUSED) {
      return ScheduleStep.to(present.changed(settings, ScheduleState.PAUSED, progress));
    }
    Schedule next = present.changed(settings, ScheduleState.ACTIVE, progress);
    return keepingId(present, requireInstant(Occurrences.begin(next, now)));
  }

  /** An occurrence at the same instant as before is the same occurrence. */
  private static ScheduleStep keepingId(Schedule before, ScheduleStep step) {
    Pending old = before.progress().pending();
    Pending next = step.schedule() == null ? null : step.schedule().progress().pending();
    return old != null && next != null && old.instant().equals(next.instant())
        ? step.renamed(old.id())
        : step;
  }

  private static ScheduleStep requireInstant(ScheduleStep step) {
    if (step.made() == null) {
      throw new NoInstantException();
    }
    return step;
  }

  /** Takes the pending occurrence back, and makes no other one for now. */
  public static ScheduleChange pause() {
    return (present, now) -> {
      Schedule known = known(present);
      return known.state() == ScheduleState.ACTIVE
          ? ScheduleStep.to(
              known.changed(known.settings(), ScheduleState.PAUSED, known.progress().withdrawn()))
          : ScheduleStep.to(known);
    };
  }

  /** Goes on with the next instant. Those that have passed in the pause are not made up for. */
  public static ScheduleChange resume() {
    return (present, now) -> {
      Schedule known = known(present);
      return known.state() == ScheduleState.PAUSED
          ? Occurrences.begin(
              known.changed(known.settings(), ScheduleState.ACTIVE, known.progress()), now)
          : ScheduleStep.to(known);
    };
  }

  /** Makes an extra occurrence, which is due now. */
  public static ScheduleChange trigger() {
    return (present, now) -> {
      Schedule known = known(present);
      return new ScheduleStep(known, Occurrences.extra(known, now));
    };
  }

  /**
   * Deletes a schedule with its pending occurrence.
   *
   * @param check throws if the present schedule must not be deleted
   */
  public static ScheduleChange delete(Consumer<Schedule> check) {
    return (present, now) -> {
      check.accept(known(present));
      return ScheduleStep.to(null);
    };
  }

  /** Computes the pending instant again, because the time zone data has changed. */
  public static ScheduleChange recompute() {
    return (present, now) -> {
      if (present == null
          || present.state() != ScheduleState.ACTIVE
          || present.progress().zoneData().equals(ZoneData.VERSION)) {
        return ScheduleStep.to(present);
      }
      Schedule withdrawn = present.with(present.progress().withdrawn());
      return keepingId(present, Occurrences.begin(withdrawn, now));
    };
  }

  private static Schedule known(@Nullable Schedule present) {
    if (present == null) {
      throw new UnknownScheduleException();
    }
    return present;
  }
}
