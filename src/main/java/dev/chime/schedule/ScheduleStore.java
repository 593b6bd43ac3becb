package dev.chime.schedule;

import dev.chime.async.Future;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TooManyTimersException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of schedules. It makes each next occurrence in the transaction in which the one before
 * gets its outcome, so this has no method for it. Asynchronous, like {@link
 * dev.chime.timer.TimerStore}: the futures throw {@link StoreException}. Thread-safe.
 */
public interface ScheduleStore {

  /** What has become of a change. */
  sealed interface Decision {

    /**
     * It is done.
     *
     * @param schedule the schedule after the change; null if it is deleted
     * @param made the timer that was made, or changed in place; null if there is none
     * @param cancelled the occurrence that was taken back; null if there is none
     * @param isNew whether the schedule is new
     */
    record Done(
        @Nullable Schedule schedule, @Nullable Timer made, @Nullable Timer cancelled, boolean isNew)
        implements Decision {}

    /**
     * Nothing was changed, because the pending occurrence is due: it has to get its outcome first.
     *
     * @param occurrence its id
     */
    record OccurrenceIsDue(TimerId occurrence) implements Decision {}
  }

  /**
   * Changes a schedule and its pending occurrence. The future may also throw what the change
   * throws, and {@link TooManyTimersException}.
   *
   * @param now the time of the request: whole milliseconds
   */
  Future<Decision> change(ScheduleId id, ScheduleChange change, Instant now);

  /** Finds a schedule; empty if there is none. */
  Future<Optional<Schedule>> find(ScheduleId id);

  /** Reads a page of schedules. */
  Future<List<Schedule>> list(ScheduleQuery query);

  /**
   * Has schedules go on whose occurrences got their outcomes, or were deleted, without a next one:
   * by a process of an older version. Also takes in schedules that were inserted past Chime.
   *
   * @param dueBefore only schedules whose occurrences were due before this
   * @param limit the largest number of schedules
   * @return how many schedules were looked at; if as many as {@code limit}, more may be left
   */
  Future<Integer> tend(Instant dueBefore, Instant now, int limit);

  /** Finds schedules whose instants were computed by other time zone data. */
  Future<List<ScheduleId>> ofOtherZoneData(int limit);

  /** Counts the schedules in each state. */
  Future<Map<ScheduleState, Long>> counts();
}
