package dev.chime.delivery.push;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Spawner;
import dev.chime.async.time.TimerFuture;
import dev.chime.async.time.VirtualTicker;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.delivery.DelegatingDeliveryStore;
import dev.chime.delivery.Deliveries;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointSecret;
import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.EndpointState;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.InMemoryDeliveryStore;
import dev.chime.delivery.Lane;
import dev.chime.delivery.Settlement;
import dev.chime.timer.Destination;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.service.ServiceClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pushes in virtual time, run from the beginning to the end on the calling thread, to receivers
 * that answer as they are told.
 */
final class PushRun {

  static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  /** What a receiver does: it answers after some time. */
  record Reaction(Duration after, CallResult result) {
    static Reaction status(int status) {
      return after(Duration.ofMillis(10), status);
    }

    static Reaction after(Duration time, int status) {
      return new Reaction(time, new CallResult(status, "", null, null));
    }
  }

  /** A call that has been made. */
  record Called(Duration at, Call call) {}

  final InMemoryDeliveryStore store;
  final PushService push;
  final List<Called> calls = new ArrayList<>();
  final Map<String, Function<Integer, Reaction>> receivers = new HashMap<>();
  final Map<String, Endpoint> endpoints = new HashMap<>();
  boolean settlingFails;

  /** Whether the service hears of what becomes available. */
  boolean told = true;

  /** How long the store takes to answer claims, after it has leased. */
  Duration claimDelay = Duration.ZERO;

  /** How many more deliveries the backlogged lane has. */
  int backlog;

  private @Nullable Lane backlogged;
  int mostAtOnce;

  private final Map<String, Integer> counts = new HashMap<>();
  private final WheelTimerDriver driver;
  private final ServiceClock clock;
  private final Executor executor;
  private final Spawner spawner;
  private int atOnce;
  private @Nullable Throwable failure;

  PushRun() {
    this(4096, 1_000_000, 1);
  }

  /**
   * A run.
   *
   * @param maxInFlight the most calls at a time
   * @param capacity the most tasks at a time
   * @param nodes how many processes there are
   */
  PushRun(int maxInFlight, int capacity, int nodes) {
    VirtualTicker ticker = VirtualTicker.autoAdvancing(0);
    driver = new WheelTimerDriver(ticker);
    clock = new ServiceClock(ticker, START);
    executor = Executor.builder().capacity(capacity).driver(driver::attach).build();
    spawner = executor.spawner();
    store = new InMemoryDeliveryStore(this::tell);
    push =
        new PushService(
            clock,
            driver,
            spawner,
            new Failing(),
            new Endpoints(),
            new PushSettings(maxInFlight, false, CallRules.of(false, List.of()), null),
            this::call,
            new Bodies(),
            (lane, outcome, took) -> {},
            CallTrace.Source.NONE,
            () -> nodes,
            () -> 0.5);
  }

  private void tell(Lane lane, Instant at) {
    if (told) {
      push.available(lane, at);
    }
  }

  private final class Failing extends DelegatingDeliveryStore {

    Failing() {
      super(store);
    }

    @Override
    public Future<Claim> claim(Lane lane, int max, Duration lease, Instant now) {
      if (!lane.equals(backlogged)) {
        Future<Claim> claim = super.claim(lane, max, lease, now);
        return claimDelay.isZero()
            ? claim
            : claim.then(answer -> TimerFuture.after(driver, claimDelay).map(done -> answer));
      }
      List<Delivery> leased = new ArrayList<>();
      for (int i = 0; i < max && backlog > 0; i++) {
        Timer timer = Deliveries.elapsed(lane, "waiting-" + backlog--, START);
        leased.add(
            new Delivery(
                DeliveryId.of(timer),
                timer,
                DeliveryState.LEASED,
                1,
                now.plus(lease),
                "token",
                null));
      }
      return Future.ready(new Claim(leased, backlog > 0 ? START : null));
    }

    @Override
    public Future<List<Optional<Settlement.Outcome>>> settle(
        List<Settlement> settlements, Instant now) {
      if (settlingFails) {
        throw new StoreException("it is down", null);
      }
      return super.settle(settlements, now);
    }
  }

  private final class Endpoints implements EndpointStore {

    @Override
    public Future<Boolean> save(Endpoint endpoint) {
      endpoints.put(endpoint.name(), endpoint);
      return Future.ready(true);
    }

    @Override
    public Future<Optional<Endpoint>> find(Namespace namespace, String name) {
      return Future.ready(Optional.ofNullable(endpoints.get(name)));
    }

    @Override
    public Future<List<Endpoint>> list(Namespace namespace, @Nullable String after, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Boolean> delete(Namespace namespace, String name) {
      return Future.ready(endpoints.remove(name) != null);
    }
  }

  private static final class Bodies implements EventBody {

    @Override
    public String elapsed(Timer timer, Instant at) {
      return timer.id().value();
    }

    @Override
    public String test(Instant at) {
      return "test";
    }
  }

  private Future<CallResult> call(Call call) {
    return Future.lazy(
        () -> {
          calls.add(new Called(now(), call));
          atOnce++;
          mostAtOnce = Math.max(mostAtOnce, atOnce);
          String name = call.uri().getHost().replace(".example.com", "");
          int count = counts.merge(name, 1, Integer::sum);
          Function<Integer, Reaction> receiver = receivers.get(name);
          if (receiver == null) {
            throw new AssertionError("nobody is to call " + name);
          }
          Reaction reaction = receiver.apply(count);
          return TimerFuture.after(driver, reaction.after())
              .map(
                  done -> {
                    atOnce--;
                    return reaction.result();
                  });
        });
  }

  Duration now() {
    return Duration.between(START, clock.instant());
  }

  /** An endpoint whose receiver reacts like that to its n-th call. */
  void endpoint(String name, EndpointSettings settings, Function<Integer, Reaction> receiver) {
    receivers.put(name, receiver);
    endpoints.put(
        name,
        new Endpoint(
            Namespace.DEFAULT,
            name,
            settings,
            EndpointSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            EndpointState.ACTIVE,
            START,
            1));
  }

  static EndpointSettings settings(String name, int maxInFlight, @Nullable Integer rate) {
    return new EndpointSettings(
        "https://" + name + ".example.com/",
        Map.of(),
        Duration.ofSeconds(15),
        List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
        false,
        maxInFlight,
        rate,
        EndpointSettings.Body.EVENT);
  }

  static Lane lane(String endpoint) {
    return new Lane(Namespace.DEFAULT, new Destination.Endpoint(endpoint));
  }

  /** Has something happen on the shard, so long after the start. */
  void at(Duration time, Runnable action) {
    spawner.spawn(
        TimerFuture.after(driver, time)
            .map(
                done -> {
                  try {
                    action.run();
                  } catch (Throwable thrown) {
                    failure = thrown; // the test's, not the task's
                  }
                  return done;
                }));
  }

  /** Has a timer elapse so long after the start. */
  void elapse(String endpoint, String id, Duration time) {
    at(time, () -> add(endpoint, id, START.plus(time)));
  }

  Delivery add(String endpoint, String id, Instant due) {
    return store.add(Deliveries.elapsed(lane(endpoint), id, due));
  }

  /** Holds the deliveries of an endpoint back. */
  void pause(String name) {
    endpoints.computeIfPresent(name, (key, known) -> known.inState(EndpointState.PAUSED));
  }

  void spawn(Future<?> task) {
    spawner.spawn(task);
  }

  /** When the calls of an endpoint were made. */
  List<Duration> callsOf(String endpoint) {
    return calls.stream()
        .filter(called -> called.call().uri().getHost().startsWith(endpoint + "."))
        .map(Called::at)
        .toList();
  }

  /** An endpoint has so many deliveries waiting from the start on. */
  void backlog(String endpoint, int count) {
    backlogged = lane(endpoint);
    backlog = count;
    push.available(backlogged, START);
  }

  /** A delivery as it is now. */
  Delivery find(Delivery delivery) {
    try {
      return Executor.blockOn(store.find(List.of(delivery.id()))).getFirst().orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs until this time. */
  void run(Duration time) {
    at(time, executor::close);
    executor.run();
    if (failure != null) {
      throw new AssertionError(failure.getMessage(), failure);
    }
  }
}
