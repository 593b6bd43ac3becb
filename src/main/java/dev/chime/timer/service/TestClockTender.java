package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.timer.ClockTurn;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreException;
import dev.chime.timer.TestClock;
import dev.chime.timer.TestClockStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Elapses timers that are due by a test clock and have been left: by a process that has ended, or
 * because they were made while another process turned the clock. And once a clock has been turned,
 * it deletes what is old by it.
 */
final class TestClockTender extends BackgroundLoop {

  private static final Logger LOG = System.getLogger(TestClockTender.class.getName());

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final int BATCH = 500;

  private final TestClockStore store;
  private final TestClockService service;
  private final Duration retention;

  /** Up to which time of its clock each namespace has nothing old left. */
  private final Map<Namespace, Instant> purged = new ConcurrentHashMap<>();

  TestClockTender(TestClockStore store, LiveTimers live, Duration retention) {
    super(live.driver);
    this.store = store;
    this.service = new TestClockService(store, live);
    this.retention = retention;
  }

  @Override
  protected Duration onFailure(StoreException failure) {
    LOG.log(Level.DEBUG, "test clocks cannot be tended now: " + failure.getMessage());
    return INTERVAL;
  }

  @Override
  protected Future<Duration> runOnce() {
    return store
        .readAll()
        .then(clocks -> Future.joinAll(clocks.stream().map(this::tend).toList()))
        .map(done -> done.stream().allMatch(isDone -> isDone) ? INTERVAL : Duration.ZERO);
  }

  /** Ready with whether nothing is left to do. */
  private Future<Boolean> tend(TestClock clock) {
    return service
        .turn(clock.namespace(), new ClockTurn.By(Duration.ZERO), null)
        .then(turned -> turned.more() ? Future.ready(false) : purge(turned.clock()));
  }

  private Future<Boolean> purge(TestClock clock) {
    if (clock.now().equals(purged.get(clock.namespace()))) {
      return Future.ready(true);
    }
    Instant before = clock.now().minus(retention);
    return store
        .purge(clock.namespace(), before, Retention.keysBefore(clock.now(), retention), BATCH)
        .map(
            deleted -> {
              boolean isDone = deleted < BATCH;
              if (isDone) {
                purged.put(clock.namespace(), clock.now());
              }
              return isDone;
            });
  }
}
