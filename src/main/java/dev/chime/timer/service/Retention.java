package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.async.time.TimerDriver;
import dev.chime.timer.StoreException;
import dev.chime.timer.TimerStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/** Deletes old outcomes from the store, a batch at a time. */
final class Retention extends BackgroundLoop {

  private static final Logger LOG = System.getLogger(Retention.class.getName());

  private static final int BATCH = 50; // takes the writer a millisecond, and others wait for it

  /** How long idempotency keys are kept at least. */
  private static final Duration MIN_KEY_RETENTION = Duration.ofHours(24);

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final TimerStore store;
  private final ServiceClock clock;
  private final Duration retention;

  /**
   * A task to be spawned.
   *
   * @param retention how long outcomes stay readable; idempotency keys are kept as long, but for a
   *     day at least
   */
  Retention(TimerStore store, ServiceClock clock, TimerDriver driver, Duration retention) {
    super(driver);
    this.store = store;
    this.clock = clock;
    this.retention = retention;
  }

  @Override
  protected Duration onFailure(StoreException failure) {
    LOG.log(Level.WARNING, "old outcomes cannot be deleted now: " + failure.getMessage());
    return PAUSE;
  }

  /** Deletes one batch. */
  @Override
  protected Future<Duration> runOnce() {
    Instant now = clock.instant();
    return store
        .purge(now.minus(retention), keysBefore(now, retention), BATCH)
        .map(deleted -> pauseAfter(deleted, BATCH, PAUSE));
  }

  /** Idempotency keys that were used before this are old. */
  static Instant keysBefore(Instant now, Duration retention) {
    return now.minus(retention.compareTo(MIN_KEY_RETENTION) > 0 ? retention : MIN_KEY_RETENTION);
  }
}
