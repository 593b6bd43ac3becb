package dev.chime.delivery.push;

import dev.chime.async.Future;
import dev.chime.async.Permit;
import dev.chime.async.RejectedSpawnException;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.DeliveryListener;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.Lane;
import dev.chime.timer.Destination;
import dev.chime.timer.service.ServiceClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * Calls endpoints when timers elapse. Each lane with something to deliver has an {@link
 * EndpointPump}. Thread-safe.
 */
public final class PushService implements DeliveryListener, AutoCloseable {

  private static final Logger LOG = System.getLogger(PushService.class.getName());

  final ServiceClock clock;
  final TimerDriver driver;
  final DeliveryStore store;
  private final Spawner spawner;
  private final EndpointStore endpoints;
  private final PushSettings settings;
  private final Caller caller;
  private final IntSupplier nodes;
  private final LaneOpener opener;
  final Attempts attempts;
  final Slots slots;
  private final ConcurrentMap<Lane, EndpointPump> pumps = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * A service that has not started.
   *
   * @param spawner a spawner of the executor whose shards {@code driver} is attached to
   * @param nodes how many processes share the store: each takes its part of an endpoint's limits
   * @param random from 0 (included) to 1 (excluded), for the pauses between attempts
   */
  PushService(
      ServiceClock clock,
      TimerDriver driver,
      Spawner spawner,
      DeliveryStore store,
      EndpointStore endpoints,
      PushSettings settings,
      Caller caller,
      EventBody bodies,
      PushListener listener,
      CallTrace.Source traces,
      IntSupplier nodes,
      DoubleSupplier random) {
    this.clock = clock;
    this.driver = driver;
    this.spawner = spawner;
    this.store = store;
    this.endpoints = endpoints;
    this.settings = settings;
    this.caller = caller;
    this.nodes = nodes;
    this.attempts =
        new Attempts(
            clock,
            driver,
            store,
            endpoints,
            settings.rules(),
            caller,
            bodies,
            listener,
            traces,
            new RetrySchedule(random));
    this.slots = new Slots(settings.maxInFlight());
    this.opener = new LaneOpener(store, driver, this);
  }

  /**
   * A service that calls over HTTP, and has not started.
   *
   * @param spawner a spawner of the executor whose shards {@code driver} is attached to
   * @param nodes how many processes share the store: each takes its part of an endpoint's limits
   */
  public static PushService overHttp(
      ServiceClock clock,
      TimerDriver driver,
      Spawner spawner,
      DeliveryStore store,
      EndpointStore endpoints,
      PushSettings settings,
      EventBody bodies,
      PushListener listener,
      CallTrace.Source traces,
      IntSupplier nodes) {
    CheckedResolver resolver =
        new CheckedResolver(settings.rules().addresses(), InetAddress::getAllByName);
    KeyStore trusted =
        settings.authorities() == null ? null : TrustedAuthorities.with(settings.authorities());
    return new PushService(
        clock,
        driver,
        spawner,
        store,
        endpoints,
        settings,
        new JettyCaller(resolver, trusted),
        bodies,
        listener,
        traces,
        nodes,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Begins with what is in the store. To be called once. */
  public void start() {
    spawner.spawn(opener);
  }

  /** Looks for deliveries in the store, when news may have been missed. */
  public void recheck() {
    opener.rescan();
  }

  @Override
  public void available(Lane lane, Instant at) {
    if (closed || lane.destination() instanceof Destination.Queue) {
      return;
    }
    pumps.compute(
        lane,
        (key, present) -> {
          EndpointPump pump = present == null ? new EndpointPump(this, lane) : present;
          pump.signal(at);
          return present == null && !spawn(pump, lane, at) ? null : pump;
        });
  }

  private boolean spawn(EndpointPump pump, Lane lane, Instant at) {
    try {
      spawner.spawn(lane.hashCode(), pump);
      return true;
    } catch (RejectedSpawnException e) {
      LOG.log(Level.WARNING, "deliveries have to wait: " + e.getMessage());
      opener.refused(lane, at);
      return false;
    }
  }

  /** Reserves room for attempts, so that what is claimed is called. Fewer if there is less room. */
  List<Permit> reserve(Lane lane, int count) {
    List<Permit> permits = new ArrayList<>(count);
    try {
      while (permits.size() < count) {
        permits.add(spawner.reserve(lane.hashCode()));
      }
    } catch (RejectedSpawnException e) {
      LOG.log(Level.DEBUG, "attempts have to wait: " + e.getMessage());
    }
    return permits;
  }

  /** This process's part of a limit that holds for all that share the store; at least 1. */
  int share(int limit) {
    int all = Math.max(1, nodes.getAsInt());
    return Math.max(1, (limit + all - 1) / all);
  }

  /** Forgets a pump that has nothing to do; false if it has. */
  boolean remove(EndpointPump pump, Lane lane) {
    return pumps.computeIfPresent(lane, (key, present) -> pump.hasNews() ? present : null) == null;
  }

  /** How many lanes have something to deliver, now or later. */
  public int lanes() {
    return pumps.size();
  }

  /** Reads the endpoint of a lane; empty if there is none. */
  Future<Optional<Endpoint>> read(Lane lane) {
    return lane.destination() instanceof Destination.Endpoint(String name)
        ? endpoints.find(lane.namespace(), name)
        : Future.ready(Optional.empty());
  }

  /** Who is called for a lane. */
  Receiver receiver(Lane lane, Optional<Endpoint> found) {
    return switch (lane.destination()) {
      case Destination.Endpoint(String name) ->
          found.map(Receiver::of).orElseGet(() -> Receiver.nobody("there is no endpoint " + name));
      case Destination.Url(String url) ->
          settings.inlineUrls()
              ? Receiver.at(url)
              : Receiver.nobody("timers may not have addresses of their own");
      case Destination.Queue queue -> throw new IllegalArgumentException("nobody calls " + queue);
    };
  }

  /** Sends a signed test event. The future does not throw: the attempt says what went wrong. */
  public Future<Attempt> test(Endpoint endpoint) {
    return attempts.test(endpoint);
  }

  /** Begins no more attempts. Ready when those in flight have ended. */
  public Future<Unit> stop() {
    closed = true;
    return slots.drain();
  }

  /** Begins no more attempts, and breaks off those in flight. Idempotent. */
  @Override
  public void close() {
    closed = true;
    caller.close();
  }
}
