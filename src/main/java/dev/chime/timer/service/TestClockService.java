package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.timer.ClockTurn;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClock;
import dev.chime.timer.TestClockStore;
import dev.chime.timer.TestClockStore.Turned;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and turns test clocks, and wakes whoever waits for what comes due. Thread-safe. */
public final class TestClockService {

  private final TestClockStore store;
  private final LiveTimers live;

  /** Turns the clocks of a store, which the timers of a service go by. */
  public TestClockService(TestClockStore store, TimerService timers) {
    this(store, timers.live);
  }

  TestClockService(TestClockStore store, LiveTimers live) {
    this.store = store;
    this.live = live;
  }

  /** The clock of a namespace as it is now; empty if it has none. */
  public Future<Optional<TestClock>> find(Namespace namespace) {
    return store.readAll().map(_ -> Optional.ofNullable(store.known().get(namespace)));
  }

  /**
   * Turns the clock of a namespace, which has one.
   *
   * @param key recognizes a repeated request; null if there is none
   * @see TestClockStore#turn
   */
  public Future<Turned> turn(Namespace namespace, ClockTurn turn, @Nullable IdempotencyKey key) {
    return store.turn(namespace, turn, key).map(this::announced);
  }

  private Turned announced(Turned turned) {
    turned
        .decided()
        .forEach(
            timer -> {
              live.announce(timer);
              live.tellOutcome(timer);
            });
    return turned;
  }
}
