package dev.chime.delivery.push;

import dev.chime.async.AtomicWaker;
import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import dev.chime.delivery.DeliveryListener;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The task that has pumps started for lanes of which nobody has told: those that the store has had
 * since before the start, and those whose pumps the executor had no room for. It never ends.
 */
final class LaneOpener extends AtomicWaker implements Future<Unit> {

  private static final Logger LOG = System.getLogger(LaneOpener.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DeliveryStore store;
  private final TimerDriver driver;
  private final DeliveryListener pumps;
  private final Map<Lane, Instant> refused = new ConcurrentHashMap<>();
  private volatile boolean wanted = true;
  private @Nullable Future<Map<Lane, Instant>> lanes;
  private @Nullable Future<Unit> pause;

  /**
   * An opener.
   *
   * @param pumps starts a pump, or {@linkplain #refused refuses}
   */
  LaneOpener(DeliveryStore store, TimerDriver driver, DeliveryListener pumps) {
    this.store = store;
    this.driver = driver;
    this.pumps = pumps;
  }

  /** Reads all lanes of the store again. Any thread. */
  void rescan() {
    wanted = true;
    wake();
  }

  /** There is no room for the pump of a lane now. Any thread. */
  void refused(Lane lane, Instant at) {
    refused.merge(lane, at, (one, other) -> one.isBefore(other) ? one : other);
    wake();
  }

  @Override
  public Poll<Unit> poll(Context context) {
    register(context.waker());
    while (true) {
      if (pause != null) {
        if (!pause.poll(context).isReady()) {
          return Poll.pending();
        }
        pause = null;
        openRefused();
      }
      if (!wanted && lanes == null && refused.isEmpty()) {
        return Poll.pending();
      }
      if ((wanted || lanes != null) && !open(context)) {
        return Poll.pending();
      }
      if (wanted || !refused.isEmpty()) {
        pause = TimerFuture.after(driver, PAUSE);
      }
    }
  }

  private void openRefused() {
    refused
        .keySet()
        .forEach(
            lane -> {
              Instant at = refused.remove(lane);
              if (at != null) {
                pumps.available(lane, at);
              }
            });
  }

  /** Opens all lanes. False if the store has not answered yet. */
  private boolean open(Context context) {
    try {
      if (lanes == null) {
        wanted = false; // before it reads
        lanes = store.openLanes();
      }
      if (!(lanes.poll(context) instanceof Poll.Ready<Map<Lane, Instant>>(var found))) {
        return false;
      }
      found.forEach(pumps::available);
    } catch (RuntimeException e) { // whatever is wrong with the store, nothing must be lost
      LOG.log(Level.DEBUG, "lanes are read again soon: " + e.getMessage());
      wanted = true;
    }
    lanes = null;
    return true;
  }

  @Override
  public void drop() {
    if (lanes != null) {
      lanes.drop();
    }
    if (pause != null) {
      pause.drop();
    }
  }
}
