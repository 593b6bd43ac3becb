package dev.chime.delivery;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.timer.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A task that never ends: it deletes old deliveries from the store, a batch at a time. */
public final class DeliveryRetention implements Future<Unit> {

  private static final Logger LOG = System.getLogger(DeliveryRetention.class.getName());

  private static final int BATCH = 50; // others wait for it

  /** How long dead deliveries are kept at least: somebody has to see them, and try them again. */
  private static final Duration MIN_DEAD_RETENTION = Duration.ofDays(7);

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final DeliveryStore store;
  private final InstantSource clock;
  private final Duration retention;
  private final Duration deadRetention;
  private final Function<Duration, ? extends Future<Unit>> sleep;
  private @Nullable Future<Unit> step;

  /**
   * A task to be spawned.
   *
   * @param retention how long deliveries are kept after they have ended; dead ones are kept as
   *     long, but for a week at least
   * @param sleep a future that is ready after this time
   */
  public DeliveryRetention(
      DeliveryStore store,
      InstantSource clock,
      Duration retention,
      Function<Duration, ? extends Future<Unit>> sleep) {
    this.store = store;
    this.clock = clock;
    this.retention = retention;
    this.deadRetention =
        retention.compareTo(MIN_DEAD_RETENTION) > 0 ? retention : MIN_DEAD_RETENTION;
    this.sleep = sleep;
  }

  @Override
  public Poll<Unit> poll(Context context) {
    while (true) {
      Future<Unit> current = step == null ? purge() : step;
      step = current;
      try {
        if (current.poll(context) instanceof Poll.Pending<Unit>) {
          return Poll.pending();
        }
        step = null;
      } catch (StoreException e) {
        LOG.log(Level.WARNING, "old deliveries cannot be deleted now: " + e.getMessage());
        step = sleep.apply(PAUSE);
      }
    }
  }

  /** Deletes one batch. No pause follows a full batch: there may be more. */
  private Future<Unit> purge() {
    return Future.yieldNow() // between two batches other tasks have their turn
        .then(turn -> store.purge(before(retention), before(deadRetention), BATCH))
        .then(deleted -> deleted < BATCH ? sleep.apply(PAUSE) : Future.ready(Unit.UNIT));
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
