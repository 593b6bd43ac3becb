package dev.chime.timer;

import dev.chime.async.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store of test clocks. A namespace that has one keeps it. Asynchronous, like {@link TimerStore}:
 * the futures throw {@link StoreException}. Thread-safe.
 */
public interface TestClockStore {

  /**
   * What has become of a turn.
   *
   * @param clock the clock, where it stands
   * @param target where it was to be turned to
   * @param outcomes how many timers got their outcomes on the way
   * @param more whether more are left, so that it does not stand at its target
   * @param decided these timers in order; empty if the request repeats an earlier one
   */
  record Turned(TestClock clock, Instant target, int outcomes, boolean more, List<Timer> decided) {}

  /** The clocks, as this process has last seen them. */
  TestClocks known();

  /** Makes clocks for namespaces that have none; for the others sets whether they deliver. */
  Future<List<TestClock>> make(List<TestClock> clocks);

  /** Reads all clocks as they are now, in any process. */
  Future<List<TestClock>> readAll();

  /**
   * Turns a clock. On the way each timer of the namespace gets its outcome at its own deadline, the
   * earliest first, and so do those that schedules make meanwhile. All of this is one transaction.
   * The future may also throw {@link ImpossibleTurnException} and {@link ReusedKeyException}.
   *
   * @param namespace one that has a clock
   * @param key recognizes a repeated request, which turns nothing; null if there is none
   */
  Future<Turned> turn(Namespace namespace, ClockTurn turn, @Nullable IdempotencyKey key);

  /**
   * Deletes old outcomes and old idempotency keys of a namespace that has a clock.
   *
   * @see TimerStore#purge
   */
  Future<Integer> purge(Namespace namespace, Instant outcomesBefore, Instant keysBefore, int limit);
}
