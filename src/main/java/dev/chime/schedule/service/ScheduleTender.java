package dev.chime.schedule.service;

import dev.chime.async.Future;
import dev.chime.async.time.TimerDriver;
import dev.chime.schedule.ScheduleStore;
import dev.chime.timer.Millis;
import dev.chime.timer.StoreException;
import dev.chime.timer.service.BackgroundLoop;
import dev.chime.timer.service.ServiceClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;

/**
 * Has schedules go on whose occurrences have ended without a next one. In normal operation there
 * are none: the next one is made with the outcome of the one before. But a process of an older
 * version does not know of schedules, and others may insert schedules into the database.
 */
final class ScheduleTender extends BackgroundLoop {

  private static final Logger LOG = System.getLogger(ScheduleTender.class.getName());

  private static final int BATCH = 100;

  /** How late an occurrence must be: until then, it is on its way. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ScheduleStore store;
  private final ServiceClock clock;
  private final Duration interval;

  ScheduleTender(ScheduleStore store, ServiceClock clock, TimerDriver driver, Duration interval) {
    super(driver);
    this.store = store;
    this.clock = clock;
    this.interval = interval;
  }

  /** Looks at once. Any thread. */
  void look() {
    skipPause();
  }

  @Override
  protected Duration onFailure(StoreException failure) {
    LOG.log(Level.DEBUG, "schedules cannot be tended now: " + failure.getMessage());
    return interval;
  }

  /** Tends one batch. */
  @Override
  protected Future<Duration> runOnce() {
    Instant now = Millis.floor(clock.instant());
    return store
        .tend(now.minus(GRACE), now, BATCH)
        .map(tended -> pauseAfter(tended, BATCH, interval));
  }
}
