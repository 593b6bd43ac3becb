package dev.chime.delivery.push;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Settlement;
import dev.chime.timer.Millis;
import dev.chime.timer.StoreException;
import dev.chime.timer.service.ServiceClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settles one delivery. While the store fails it tries again, until the lease has ended: from then
 * on, somebody else may be at it.
 */
final class Settling implements Future<Unit> {

  private static final Logger LOG = System.getLogger(Settling.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final DeliveryStore store;
  private final ServiceClock clock;
  private final TimerDriver driver;
  private final Settlement settlement;
  private final Instant leaseEnd;
  private @Nullable Future<List<Optional<Settlement.Outcome>>> step;
  private @Nullable TimerFuture pause;

  Settling(
      DeliveryStore store,
      ServiceClock clock,
      TimerDriver driver,
      Settlement settlement,
      Instant leaseEnd) {
    this.store = store;
    this.clock = clock;
    this.driver = driver;
    this.settlement = settlement;
    this.leaseEnd = leaseEnd;
  }

  @Override
  public Poll<Unit> poll(Context context) {
    while (true) {
      if (pause != null) {
        if (!pause.poll(context).isReady()) {
          return Poll.pending();
        }
        pause = null;
      }
      try {
        if (step == null) {
          step = store.settle(List.of(settlement), Millis.floor(clock.instant()));
        }
        return step.poll(context).isReady() ? Unit.ready() : Poll.pending();
      } catch (StoreException e) {
        step = null;
        if (!clock.instant().isBefore(leaseEnd)) {
          LOG.log(Level.WARNING, settlement.id() + " cannot be settled: " + e.getMessage());
          return Unit.ready();
        }
        pause = TimerFuture.after(driver, PAUSE);
      }
    }
  }

  @Override
  public void drop() {
    if (step != null) {
      step.drop();
    }
    if (pause != null) {
      pause.drop();
    }
  }
}
