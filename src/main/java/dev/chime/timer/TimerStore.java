package dev.chime.timer;

import dev.chime.async.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place where timers are kept and their outcomes are decided. Of several attempts to change a
 * timer, the first that the store accepts wins, whoever makes it.
 *
 * <p>Asynchronous: no call blocks. A future may be ready at once; otherwise the store completes it
 * after the commit, together with many others. An operation may begin only when its future is
 * polled; once it has begun, dropping the future does not undo it. A future throws {@link
 * StoreException} if the store cannot do what it was asked to do; then it is unknown whether it was
 * done. Thread-safe.
 */
public interface TimerStore {

  /** Earlier than any deadline. */
  Instant BEGINNING = Instant.ofEpochMilli(Long.MIN_VALUE);

  /**
   * Stores a new pending timer.
   *
   * <p>The future may also throw {@link TooManyTimersException}.
   *
   * @param key identifies a repeated request; null if every request is to create a timer
   */
  Future<Creation> create(Timer timer, @Nullable IdempotencyKey key);

  /**
   * Stores a new pending timer unless there is one with its id.
   *
   * <p>The future may also throw {@link TooManyTimersException}.
   *
   * @param fingerprint equal for equal requests, different for different ones
   */
  Future<Creation> put(Timer timer, String fingerprint);

  /** The timer as it stands now; empty if there is none with this id. */
  Future<Optional<Timer>> find(TimerId id);

  /** A page of timers. */
  Future<TimerQuery.Page> list(TimerQuery query);

  /**
   * Elapses or skips the timer if it is pending and its deadline is not after {@code now}. A store
   * may answer before the outcome is on disk, if no crash can change it.
   */
  Future<Optional<Decision>> elapse(TimerId id, Instant now);

  /**
   * The same for a timer that the caller has read before. Some stores then need not read it again.
   */
  default Future<Optional<Decision>> elapse(Timer known, Instant now) {
    return elapse(known.id(), now);
  }

  /**
   * Elapses or skips pending timers with deadlines not after {@code due}, the earliest first. It
   * may leave out timers that another process is changing. It also takes in pending timers that
   * somebody else than a process of this service has put into the database.
   *
   * @param due not after {@code now}
   * @param limit the largest number of timers in this call
   * @return the timers that have been decided, and the pending ones that have been taken in; if
   *     there are as many as {@code limit}, more may be left
   */
  Future<List<Timer>> sweep(Instant due, Instant now, int limit);

  /**
   * Cancels the timer if it is pending, and its deadline has not come when the store accepts this:
   * from then on it can only elapse.
   *
   * @param now the time of the outcome
   */
  Future<Optional<Decision>> cancel(TimerId id, Precondition precondition, Instant now);

  /**
   * Changes the timer under the same conditions. The future may also throw {@link
   * BeyondHorizonException}.
   *
   * @param now the time from which a new delay counts
   */
  Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now);

  /**
   * A page of pending timers with deadlines from {@code from} (included) to {@code until}
   * (excluded), ordered by deadline, then namespace, then id.
   *
   * @param after the last timer of the page before, whose deadline was {@code from}; null for the
   *     first page
   * @param limit the largest number of timers on the page
   */
  Future<List<Timer>> pending(Instant from, @Nullable TimerId after, Instant until, int limit);

  /**
   * Deletes timers that got their outcomes before {@code outcomesBefore}, and idempotency keys that
   * were used before {@code keysBefore}.
   *
   * @param limit the largest number of timers, and of keys, to delete in this call
   * @return the larger of the two numbers of deleted rows; {@code limit} if more may be left
   */
  Future<Integer> purge(Instant outcomesBefore, Instant keysBefore, int limit);
}
