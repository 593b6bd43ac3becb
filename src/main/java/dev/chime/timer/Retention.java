package dev.chime.timer;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A task without end that has the store forget outcomes after a while, a batch at a time. */
public final class Retention implements Future<Unit> {

  private static final Logger LOG = System.getLogger(Retention.class.getName());

  private static final int BATCH = 250; // some milliseconds of the writer

  /** How long a repeated request is known at least. */
  private static final Duration KEYS = Duration.ofHours(24);

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final TimerStore store;
  private final ServiceClock clock;
  private final TimerDriver driver;
  private final Duration retention;
  private final Duration keys;
  private @Nullable Future<Duration> step;

  /**
   * A task for {@link dev.chime.async.Spawner#spawn(Future)}.
   *
   * @param retention how long outcomes stay readable; idempotency keys are known as long, but at
   *     least a day
   */
  public Retention(TimerStore store, ServiceClock clock, TimerDriver driver, Duration retention) {
    this.store = store;
    this.clock = clock;
    this.driver = driver;
    this.retention = retention;
    this.keys = retention.compareTo(KEYS) > 0 ? retention : KEYS;
  }

  @Override
  public Poll<Unit> poll(Context context) {
    while (true) {
      Future<Duration> taking = step == null ? purge() : step;
      step = taking;
      Duration pause;
      try {
        if (!(taking.poll(context) instanceof Poll.Ready<Duration>(Duration value))) {
          return Poll.pending();
        }
        pause = value;
      } catch (StoreException e) {
        LOG.log(Level.WARNING, "cannot forget old outcomes now: " + e.getMessage());
        pause = PAUSE;
      }
      step = pause.isZero() ? null : TimerFuture.after(driver, pause).map(done -> Duration.ZERO);
    }
  }

  /** A batch; then a pause, unless the batch was full and there is more to do. */
  private Future<Duration> purge() {
    return Future.yieldNow() // so that a long row of batches does not hold up the shard
        .then(turn -> store.purge(before(retention), before(keys), BATCH))
        .map(forgotten -> forgotten < BATCH ? PAUSE : Duration.ZERO);
  }

  private Instant before(Duration age) {
    return clock.instant().minus(age);
  }

  @Override
  public void drop() {
    if (step != null) {
      step.drop();
    }
  }
}
