package dev.chime.delivery.push;

import dev.chime.async.Future;
import dev.chime.async.Select;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.EndpointState;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.Settlement;
import dev.chime.delivery.push.PushListener.Outcome;
import dev.chime.timer.Millis;
import dev.chime.timer.Timer;
import dev.chime.timer.Traceparent;
import dev.chime.timer.service.ServiceClock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Attempts to carry deliveries out: the calls, and what becomes of them. Thread-safe. */
final class Attempts {

  private static final Logger LOG = System.getLogger(Attempts.class.getName());

  /** How much of a lease must be left beside the timeout when a call begins. */
  private static final Duration LEAST_LEFT = Duration.ofMillis(500);

  private final ServiceClock clock;
  private final TimerDriver driver;
  private final DeliveryStore store;
  private final EndpointStore endpoints;
  private final CallRules rules;
  private final Caller caller;
  private final EventBody bodies;
  private final PushListener listener;
  private final CallTrace.Source traces;
  private final RetrySchedule retries;

  Attempts(
      ServiceClock clock,
      TimerDriver driver,
      DeliveryStore store,
      EndpointStore endpoints,
      CallRules rules,
      Caller caller,
      EventBody bodies,
      PushListener listener,
      CallTrace.Source traces,
      RetrySchedule retries) {
    this.clock = clock;
    this.driver = driver;
    this.store = store;
    this.endpoints = endpoints;
    this.rules = rules;
    this.caller = caller;
    this.bodies = bodies;
    this.listener = listener;
    this.traces = traces;
    this.retries = retries;
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
          CallTrace trace = traces.begin(delivery);
          Future<CallResult> call =
              call(
                  receiver,
                  delivery.lane(),
                  delivery.id().value(),
                  trace == null ? delivery.timer().traceparent() : trace.traceparent(),
                  () -> body(receiver, delivery.timer()));
          return limited(call, leaseEnd)
              .recover(failure -> CallResult.failed(failure.toString()))
              .then(result -> ended(pump, receiver, delivery, Millis.floor(begun), trace, result));
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

  private Future<CallResult> call(
      Receiver receiver,
      Object pool,
      String id,
      @Nullable Traceparent traceparent,
      Supplier<String> content) {
    if (receiver.refusal() != null) {
      return Future.ready(CallResult.failed(receiver.refusal()));
    }
    EndpointSettings how = receiver.settings();
    String broken = rules.brokenByUrl(how.url());
    if (broken != null) { // the rules may be stricter than when it was made
      return Future.ready(CallResult.failed("url " + broken));
    }
    return Future.lazy(
        () -> {
          String body = content.get();
          Map<String, String> headers = new HashMap<>(how.headers());
          if (traceparent != null) {
            headers.keySet().removeIf(Traceparent.HEADER::equalsIgnoreCase);
            headers.put(Traceparent.HEADER, traceparent.text());
          }
          headers.putAll(WebhookSignature.headers(id, clock.instant(), body, receiver.secret()));
          return caller.call(new Call(URI.create(how.url()), headers, body, how.timeout(), pool));
        });
  }

  private String body(Receiver receiver, Timer timer) {
    String payload = timer.payload();
    return switch (receiver.settings().body()) {
      case EVENT -> bodies.elapsed(timer, Objects.requireNonNull(timer.elapsedAt()));
      case PAYLOAD -> payload == null ? "null" : payload;
    };
  }

  private Future<Unit> ended(
      EndpointPump pump,
      Receiver receiver,
      Delivery delivery,
      Instant begun,
      @Nullable CallTrace trace,
      CallResult result) {
    Instant now = clock.instant();
    Duration took = Duration.between(begun, now);
    Settlement.Result verdict =
        receiver.refusal() != null
            ? new Settlement.Result.Dead()
            : retries.after(result, delivery.attempts(), receiver.settings(), now);
    pump.answered(result.isSuccess() || receiver.refusal() != null);
    listener.attempted(delivery.lane(), outcome(verdict), took);
    if (trace != null) {
      trace.ended(result.status(), result.error(), outcome(verdict));
    }
    Future<Unit> settling =
        settle(delivery, verdict, attempt(delivery.attempts(), begun, took, result));
    Endpoint endpoint = receiver.endpoint();
    return endpoint != null && RetrySchedule.isGone(result)
        ? disable(pump, endpoint).then(done -> settling)
        : settling;
  }

  private static Attempt attempt(int number, Instant begun, Duration took, CallResult result) {
    return new Attempt(
        number, begun, Millis.ceil(took), result.status(), result.answer(), result.error());
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
        .save(endpoint.inState(EndpointState.DISABLED))
        .recover(failure -> false)
        .map(
            done -> {
              pump.forgetEndpoint();
              return Unit.UNIT;
            });
  }

  /** Sends a signed test event. The future does not throw: the attempt says what went wrong. */
  Future<Attempt> test(Endpoint endpoint) {
    return Future.lazy(
        () -> {
          Instant begun = Millis.floor(clock.instant());
          return call(
                  Receiver.of(endpoint),
                  List.of("test", endpoint.namespace(), endpoint.name()),
                  UUID.randomUUID().toString(),
                  null,
                  () -> bodies.test(begun))
              .map(result -> attempt(1, begun, Duration.between(begun, clock.instant()), result));
        });
  }
}
