package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.async.time.TimerDriver;
import dev.chime.timer.StoreException;
import dev.chime.timer.TimerStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/** A task without end that has the store forget outcomes after a while, a batch at a time. */
final class Retention extends Repeating {

  private static final Logger LOG = System.getLogger(Retention.class.getName());

  private static final int BATCH = 50; // a millisecond of the writer, for which others wait

  /** How long a repeated request is known at least. */
  private static final Duration KEYS = Duration.ofHours(24);

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final TimerStore store;
  private final ServiceClock clock;
  private final Duration retention;
  private final Duration keys;

  /**
   * A task to be spawned.
   *
   * @param retention how long outcomes stay readable; idempotency keys are known as long, but at
   *     least a day
   */
  Retention(TimerStore store, ServiceClock clock, TimerDriver driver, Duration retention) {
    super(driver);
    this.store = store;
    this.clock = clock;
    this.retention = retention;
    this.keys = retention.compareTo(KEYS) > 0 ? retention : KEYS;
  }

  @Override
  Duration failed(StoreException e) {
    LOG.log(Level.WARNING, "cannot forget old outcomes now: " + e.getMessage());
    return PAUSE;
  }

  /** A batch; then a pause, unless the batch was full and there is more to do. */
  @Override
  Future<Duration> once() {
    return Future.yieldNow() // so that a long row of batches does not hold up the shard
        .then(turn -> store.purge(before(retention), before(keys), BATCH))
        .map(forgotten -> forgotten < BATCH ? PAUSE : Duration.ZERO);
  }

  private Instant before(Duration age) {
    return clock.instant().minus(age);
  }
}
