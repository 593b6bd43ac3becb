package dev.chime.timer;

import dev.chime.async.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where timers are kept, and where their outcomes are decided: of all attempts to change a timer
 * the first that the store accepts wins, whoever makes it.
 *
 * <p>Asynchronous: no call blocks. A future may be ready at once; otherwise the store completes it,
 * many at a time, when it has committed. Futures must be polled for the operation to be sure to
 * happen; once polled, dropping one does not undo it. A future throws {@link StoreException} when
 * the store could not do what was asked; then it is unknown whether it was done. Thread-safe.
 */
public interface TimerStore {

  /** Before every deadline there can be. */
  Instant BEGINNING = Instant.ofEpochMilli(Long.MIN_VALUE);

  /**
   * Keeps a new pending timer.
   *
   * <p>The future may also throw {@link TooManyTimersException}.
   *
   * @param key what to know a repetition of the request by; null if it is not to be known
   */
  Future<Creation> create(Timer timer, @Nullable IdempotencyKey key);

  /**
   * Keeps a new pending timer unless there is one of its id.
   *
   * <p>The future may also throw {@link TooManyTimersException}.
   *
   * @param fingerprint what tells requests for the same id apart: equal for equal requests
   */
  Future<Creation> put(Timer timer, String fingerprint);

  /** The timer as it stands; empty if there is none of this id. */
  Future<Optional<Timer>> find(TimerId id);

  /** A page of timers. */
  Future<TimerQuery.Page> list(TimerQuery query);

  /**
   * Gives the timer the outcome of having come due if it is pending and its deadline is not after
   * {@code now}.
   */
  Future<Optional<Decision>> elapse(TimerId id, Instant now);

  /**
   * The same for a timer of which the caller knows how it stands, as far as it knows: some stores
   * need not look then.
   */
  default Future<Optional<Decision>> elapse(Timer known, Instant now) {
    return elapse(known.id(), now);
  }

  /**
   * Gives the outcome of having come due to pending timers with deadlines not after {@code due},
   * the earliest first; to those that somebody else is at, perhaps not. And takes in pending timers
   * that were put into the store by others than its processes.
   *
   * @param due not after {@code now}
   * @param limit the most in this call
   * @return those that it was given to, and those that were taken in; if as many as {@code limit},
   *     there may be more
   */
  Future<List<Timer>> sweep(Instant due, Instant now, int limit);

  /**
   * Cancels the timer if it is pending.
   *
   * @param now the time, by which the outcome's age is reckoned
   */
  Future<Optional<Decision>> cancel(TimerId id, Precondition precondition, Instant now);

  /**
   * Changes the timer if it is pending. The future may also throw {@link BeyondHorizonException}.
   *
   * @param now the time, from which a new delay counts
   */
  Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now);

  /**
   * Pending timers with deadlines from {@code from} to before {@code until}, in the order of their
   * deadlines, then namespaces, then ids.
   *
   * @param after leaves out those of deadline {@code from} up to this one: the last of the page
   *     before; null for the first page
   * @param limit the most to answer
   */
  Future<List<Timer>> pending(Instant from, @Nullable TimerId after, Instant until, int limit);

  /**
   * Forgets timers that had their outcome before {@code outcomesBefore}, and idempotency keys used
   * before {@code keysBefore}.
   *
   * @param limit the most timers, and the most keys, to forget in this call
   * @return how many of the more numerous were forgotten: {@code limit} if there may be more
   */
  Future<Integer> purge(Instant outcomesBefore, Instant keysBefore, int limit);
}
