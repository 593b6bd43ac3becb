package dev.chime.web;

import dev.chime.async.Executor;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.Lane;
import dev.chime.timer.Destination;
import dev.chime.timer.Millis;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.service.ServiceClock;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds, changes and deletes endpoints. Blocks the thread of the request. Thread-safe. */
@Component
class EndpointChanges {

  private static final int MOST_TRIES = 20;
  private static final int KILLED_AT_ONCE = 1000;

  private final EndpointStore store;
  private final DeliveryStore deliveries;
  private final ServiceClock clock;

  EndpointChanges(EndpointStore store, DeliveryStore deliveries, ServiceClock clock) {
    this.store = store;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  Optional<Endpoint> find(Namespace namespace, String name) throws InterruptedException {
    return Executor.blockOn(store.find(namespace, name));
  }

  /**
   * Stores an endpoint.
   *
   * @param change makes it from the present one, which is null if there is none; may be asked
   *     again, if somebody else was faster
   */
  Endpoint save(Namespace namespace, String name, Function<@Nullable Endpoint, Endpoint> change)
      throws InterruptedException {
    for (int i = 0; i < MOST_TRIES; i++) {
      Endpoint changed = change.apply(find(namespace, name).orElse(null));
      if (Executor.blockOn(store.save(changed))) {
        return changed;
      }
    }
    throw new StoreBusyException("the endpoint " + name + " is changed too often");
  }

  /** Deletes an endpoint; false if there is none. */
  boolean delete(Namespace namespace, String name) throws InterruptedException {
    return Executor.blockOn(store.delete(namespace, name));
  }

  /** Gives up what waits to be delivered to an endpoint. Returns how many deliveries that were. */
  int giveUp(Namespace namespace, String name) throws InterruptedException {
    Lane lane = new Lane(namespace, new Destination.Endpoint(name));
    int all = 0;
    int killed;
    do {
      killed =
          Executor.blockOn(deliveries.kill(lane, Millis.floor(clock.instant()), KILLED_AT_ONCE));
      all += killed;
    } while (killed == KILLED_AT_ONCE);
    return all;
  }
}
