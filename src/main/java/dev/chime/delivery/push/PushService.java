package dev.chime.delivery.push;

import dev.chime.async.Future;
import dev.chime.async.Permit;
import dev.chime.async.RejectedSpawnException;
import dev.chime.async.Select;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryListener;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.EndpointState;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.delivery.push.PushListener.Outcome;
import dev.chime.timer.Destination;
import dev.chime.timer.Millis;
import dev.chime.timer.Timer;
import dev.chime.timer.service.ServiceClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls endpoints when timers elapse. Each lane with something to deliver has an {@link
 * EndpointPump}. Thread-safe.
 */
public final class PushService implements DeliveryListener, AutoCloseable {

  private static final Logger LOG = System.getLogger(PushService.class.getName());

  /** How much of a lease must be left beside the timeout when a call begins. */
  private static final Duration LEAST_LEFT = Duration.ofMillis(500);

  /** How an address of a timer's own is called, and any whose endpoint is unknown. */
  private static final EndpointSettings DEFAULTS =
      new EndpointSettings(
          "",
          Map.of(),
          Duration.ofSeconds(15),
          List.of(
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(24)),
          false,
          16,
          null,
          EndpointSettings.Body.EVENT);

  final ServiceClock clock;
  final TimerDriver driver;
  final DeliveryStore store;
  private final Spawner spawner;
  private final EndpointStore endpoints;
  private final PushSettings settings;
  private final Caller caller;
  private final EventBody bodies;
  private final PushListener listener;
  private final RetrySchedule retries;
  private final IntSupplier nodes;
  private final LaneOpener opener;
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
      IntSupplier nodes,
      DoubleSupplier random) {
    this.clock = clock;
    this.driver = driver;
    this.spawner = spawner;
    this.store = store;
    this.endpoints = endpoints;
    this.settings = settings;
    this.caller = caller;
    this.bodies = bodies;
    this.listener = listener;
    this.nodes = nodes;
    this.retries = new RetrySchedule(random);
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
          found
              .map(Receiver::of)
              .orElseGet(() -> Receiver.nobody(DEFAULTS, "there is no endpoint " + name));
      case Destination.Url(String url) ->
          settings.inlineUrls()
              ? Receiver.at(withUrl(url))
              : Receiver.nobody(DEFAULTS, "timers may not have addresses of their own");
      case Destination.Queue queue -> throw new IllegalArgumentException("nobody calls " + queue);
    };
  }

  private static EndpointSettings withUrl(String url) {
    return new EndpointSettings(
        url,
        DEFAULTS.headers(),
        DEFAULTS.timeout(),
        DEFAULTS.retries(),
        DEFAULTS.permanent4xx(),
        DEFAULTS.maxInFlight(),
        DEFAULTS.rate(),
        DEFAULTS.body());
  }

  /** An attempt, which tells the pump what came of the call. */
  Future<Unit> attempt(EndpointPump pump, Receiver receiver, Delivery delivery) {
    return Future.lazy(
        () -> {
          Instant begun = clock.instant();
          Instant leaseEnd = Objects.requireNonNull(delivery.availableAt());
          Instant latestEnd = begun.plus(receiver.settings().timeout()).plus(LEAST_LEFT);
          if (latestEnd.isAfter(leaseEnd)) { // or somebody else may call at the same time
            Settlement.Result next = new Settlement.Result.Retry(Millis.ceil(begun));
            return settle(delivery, next, null);
          }
          return limited(call(receiver, delivery), leaseEnd)
              .recover(failure -> CallResult.failed(failure.toString()))
              .then(result -> ended(pump, receiver, delivery, Millis.floor(begun), result));
        });
  }

  /** A call ends by itself. If it should not, it ends with the lease. */
  private Future<CallResult> limited(Future<CallResult> call, Instant leaseEnd) {
    return call.select(TimerFuture.at(driver, clock.nanosAt(leaseEnd)))
        .map(
            first ->
                first instanceof Select.First<CallResult, Unit>(CallResult result)
                    ? result
                    : CallResult.failed("it has not ended"));
  }

  private Future<CallResult> call(Receiver receiver, Delivery delivery) {
    if (receiver.refusal() != null) {
      return Future.ready(CallResult.failed(receiver.refusal()));
    }
    String url = receiver.settings().url();
    String broken = settings.rules().brokenByUrl(url);
    if (broken != null) { // the rules may be stricter than when it was made
      return Future.ready(CallResult.failed("url " + broken));
    }
    return Future.lazy(
        () ->
            caller.call(
                call(receiver, delivery.lane(), delivery.id().value(), body(receiver, delivery))));
  }

  private String body(Receiver receiver, Delivery delivery) {
    Timer timer = delivery.timer();
    String payload = timer.payload();
    return switch (receiver.settings().body()) {
      case EVENT -> bodies.elapsed(timer, Objects.requireNonNull(timer.elapsedAt()));
      case PAYLOAD -> payload == null ? "null" : payload;
    };
  }

  private Call call(Receiver receiver, Object pool, String id, String body) {
    EndpointSettings how = receiver.settings();
    Map<String, String> headers = new HashMap<>(how.headers());
    headers.putAll(WebhookSignature.headers(id, clock.instant(), body, receiver.secret()));
    return new Call(URI.create(how.url()), headers, body, how.timeout(), pool);
  }

  private Future<Unit> ended(
      EndpointPump pump, Receiver receiver, Delivery delivery, Instant begun, CallResult result) {
    Instant now = clock.instant();
    Duration took = Duration.between(begun, now);
    Settlement.Result verdict =
        receiver.refusal() != null
            ? new Settlement.Result.Dead()
            : retries.after(result, delivery.attempts(), receiver.settings(), now);
    pump.answered(result.isSuccess() || receiver.refusal() != null);
    listener.attempted(delivery.lane(), outcome(verdict), took);
    Future<Unit> settling =
        settle(
            delivery,
            verdict,
            new Attempt(
                delivery.attempts(),
                begun,
                Millis.ceil(took),
                result.status(),
                result.answer(),
                result.error()));
    Endpoint endpoint = receiver.endpoint();
    return endpoint != null && RetrySchedule.isGone(result)
        ? disable(pump, endpoint).then(done -> settling)
        : settling;
  }

  private Future<Unit> settle(
      Delivery delivery, Settlement.Result result, @Nullable Attempt attempt) {
    return new Settling(
        store,
        clock,
        driver,
        new Settlement(delivery.id(), Objects.requireNonNull(delivery.token()), result, attempt),
        Objects.requireNonNull(delivery.availableAt()));
  }

  private static Outcome outcome(Settlement.Result verdict) {
    return switch (verdict) {
      case Settlement.Result.Delivered() -> Outcome.DELIVERED;
      case Settlement.Result.Dead() -> Outcome.DEAD;
      default -> Outcome.FAILED;
    };
  }

  /** Has an endpoint that is gone called no more. If somebody has just changed it, it is. */
  private Future<Unit> disable(EndpointPump pump, Endpoint endpoint) {
    LOG.log(
        Level.WARNING,
        "endpoint {0} of namespace {1} has answered 410: it is called no more until it is resumed",
        endpoint.name(),
        endpoint.namespace());
    return endpoints
        .save(
            new Endpoint(
                endpoint.namespace(),
                endpoint.name(),
                endpoint.settings(),
                endpoint.secret(),
                EndpointState.DISABLED,
                endpoint.createdAt(),
                endpoint.version() + 1))
        .recover(failure -> false)
        .map(
            done -> {
              pump.forgetEndpoint();
              return Unit.UNIT;
            });
  }

  /** Sends a signed test event. The future does not throw: the attempt says what went wrong. */
  public Future<Attempt> test(Endpoint endpoint) {
    return Future.lazy(
        () -> {
          Instant begun = Millis.floor(clock.instant());
          String broken = settings.rules().brokenByUrl(endpoint.settings().url());
          Future<CallResult> calling =
              broken == null
                  ? caller.call(
                      call(
                          Receiver.of(endpoint),
                          List.of("test", endpoint.namespace(), endpoint.name()),
                          UUID.randomUUID().toString(),
                          bodies.test(begun)))
                  : Future.ready(CallResult.failed("url " + broken));
          return calling.map(
              result ->
                  new Attempt(
                      1,
                      begun,
                      Millis.ceil(Duration.between(begun, clock.instant())),
                      result.status(),
                      result.answer(),
                      result.error()));
        });
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
