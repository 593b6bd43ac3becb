package dev.chime.timer;

import dev.chime.async.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store, which keeps timers and decides their outcomes. If several attempts to change a timer
 * compete, the first that the store accepts wins. It does not matter who makes it.
 *
 * <p>Asynchronous: no call blocks. A future may be ready at once; otherwise the store completes it
 * after the commit, together with many others. An operation may begin only when its future is
 * polled. Once it has begun, dropping the future does not undo it. A future throws {@link
 * StoreException} if the operation fails; then it is unknown whether it had an effect. Thread-safe.
 */
public interface TimerStore {

  /** Earlier than any deadline. */
  Instant BEGINNING = Instant.ofEpochMilli(Long.MIN_VALUE);

  /**
   * Stores a new pending timer.
   *
   * <p>The future may also throw {@link TooManyTimersException}.
   *
   * @param key recognizes a repeated request; null if every request creates a timer
   */
  Future<Creation> create(Timer timer, @Nullable IdempotencyKey key);

  /**
   * Stores a new pending timer, unless there already is one with its id.
   *
   * <p>The future may also throw {@link TooManyTimersException}.
   *
   * @param fingerprint a hash of the request, which tells a repetition from a different request
   */
  Future<Creation> put(Timer timer, String fingerprint);

  /** Finds the timer as it is now; empty if there is none with this id. */
  Future<Optional<Timer>> find(TimerId id);

  /** Reads a page of timers. */
  Future<TimerQuery.Page> list(TimerQuery query);

  /**
   * Elapses or skips the timer if it is pending and its deadline is not after {@code now}. A store
   * may answer before the outcome is on disk, if no crash can change it.
   *
   * @return empty if there is no timer with this id
   */
  Future<Optional<Decision>> elapse(TimerId id, Instant now);

  /**
   * Elapses or skips a timer that the caller has read before. Some stores need not read it again.
   *
   * @see #elapse(TimerId, Instant)
   */
  default Future<Optional<Decision>> elapse(Timer known, Instant now) {
    return elapse(known.id(), now);
  }

  /**
   * Elapses or skips pending timers with deadlines not after {@code due}, the earliest first. It
   * may leave out timers that another process is changing. It also registers pending timers that
   * something else than a process of this service has inserted into the database.
   *
   * @param due the latest deadline; not after {@code now}
   * @param limit the largest number of timers in this call
   * @return the timers that got their outcomes, and the inserted ones that are pending; if there
   *     are as many as {@code limit}, more may be left
   */
  Future<List<Timer>> sweep(Instant due, Instant now, int limit);

  /**
   * Cancels the timer if it is pending, and its deadline has not come when the store accepts this:
   * from then on it can only elapse.
   *
   * @param now the time of the outcome
   * @return empty if there is no timer with this id
   */
  Future<Optional<Decision>> cancel(TimerId id, Precondition precondition, Instant now);

  /**
   * Changes the timer under the same conditions. The future may also throw {@link
   * BeyondHorizonException}.
   *
   * @param now the time at which a new delay starts
   * @return empty if there is no timer with this id
   */
  Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now);

  /**
   * Reads a page of pending timers with deadlines from {@code from} (included) to {@code until}
   * (excluded), ordered by deadline, then namespace, then id.
   *
   * @param after the last timer of the previous page, whose deadline was {@code from}; null for the
   *     first page
   * @param limit the largest number of timers on the page
   */
  Future<List<Timer>> pending(Instant from, @Nullable TimerId after, Instant until, int limit);

  /**
   * Counts the pending timers of a namespace with deadlines from {@code from} (included) to {@code
   * until} (excluded).
   *
   * @param limit the largest count
   */
  Future<Integer> countPending(Namespace namespace, Instant from, Instant until, int limit);

  /** How many timers of a namespace are in each state. A state may be missing if none is in it. */
  Future<Map<TimerState, Long>> counts(Namespace namespace);

  /**
   * Deletes timers that got their outcomes before {@code outcomesBefore}, and idempotency keys that
   * were used before {@code keysBefore}.
   *
   * @param limit the largest number of timers, and of keys, to delete in this call
   * @return the larger of the two numbers of deleted rows; {@code limit} if more may be left
   */
  Future<Integer> purge(Instant outcomesBefore, Instant keysBefore, int limit);
}
