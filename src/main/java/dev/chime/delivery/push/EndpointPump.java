package dev.chime.delivery.push;

import dev.chime.async.AtomicWaker;
import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Permit;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerFuture;
import dev.chime.delivery.DeliveryStore.Claim;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.EndpointState;
import dev.chime.delivery.Lane;
import dev.chime.timer.Millis;
import dev.chime.timer.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The task that delivers what is due in one lane. It claims no more than may be in flight, so one
 * receiver that hangs holds back nothing but its own deliveries. It ends when its lane has nothing
 * left.
 *
 * <p>It runs on the shard of its lane, as do its attempts. Other threads may call {@link #signal}.
 */
final class EndpointPump extends AtomicWaker implements Future<Unit> {

  private static final Logger LOG = System.getLogger(EndpointPump.class.getName());

  private static final long NEVER = Long.MAX_VALUE;

  /** How long an endpoint is taken to be as it was read: another process may change it. */
  private static final Duration ENDPOINT_FRESH = Duration.ofSeconds(1);

  /**
   * How long a store that has failed is left alone, and a claim that was in vain is not repeated.
   */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** After so many failures in a row, only one call at a time tries whether it works again. */
  private static final int FAILURES = 10;

  private static final Duration PROBE_PAUSE = Duration.ofSeconds(1);
  private static final int MAX_CLAIM = 100;
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final PushService push;
  private final Lane lane;

  /** When something becomes available, by the news that this has not looked at yet. */
  private final AtomicLong news = new AtomicLong(NEVER);

  private final TokenBucket tokens;
  private long dueAt = NEVER;
  private int inFlight;
  private int failures;
  private Instant heldUntil = Instant.MIN;
  private Instant readAt = Instant.MIN;
  private @Nullable Receiver receiver;
  private @Nullable Future<Optional<Endpoint>> reading;
  private @Nullable Future<Claim> claiming;
  private boolean isInLine;

  /** For each delivery that may be claimed, room for an attempt; each has a slot, too. */
  private List<Permit> permits = List.of();

  private @Nullable TimerFuture alarm;

  EndpointPump(PushService push, Lane lane) {
    this.push = push;
    this.lane = lane;
    this.tokens = new TokenBucket(push.driver.ticker().nanos());
  }

  /** Something becomes available then. Any thread. */
  void signal(Instant at) {
    news.accumulateAndGet(at.toEpochMilli(), Math::min);
    wake();
  }

  boolean hasNews() {
    return news.get() != NEVER;
  }

  @Override
  public Poll<Unit> poll(Context context) {
    register(context.waker());
    while (true) {
      dueAt = Math.min(dueAt, news.getAndSet(NEVER));
      try {
        if (!receive(context)) {
          return Poll.pending();
        }
        if (dueAt == NEVER && inFlight == 0) {
          if (push.remove(this, lane)) {
            return Unit.ready();
          }
          continue; // there is news
        }
        isInLine = false;
        Instant next = step();
        if (next != null) {
          if (!isInLine) {
            push.slots.leave(this);
          }
          if (!sleepUntil(next, context)) {
            return Poll.pending();
          }
        }
      } catch (RuntimeException e) { // whatever is wrong, the lane must not be forgotten
        Level level = e instanceof StoreException ? Level.DEBUG : Level.WARNING;
        LOG.log(level, lane + " is served a little later: " + e);
        reading = null;
        claiming = null;
        giveBack(permits);
        permits = List.of();
        push.slots.leave(this);
        hold(PAUSE);
      }
    }
  }

  /** Takes in what the store answers; false if it has not answered yet. */
  private boolean receive(Context context) {
    if (reading != null) {
      if (!(reading.poll(context) instanceof Poll.Ready<Optional<Endpoint>>(var found))) {
        return false;
      }
      reading = null;
      readAt = push.clock.instant();
      receiver = push.receiver(lane, found);
    }
    if (claiming != null) {
      if (!(claiming.poll(context) instanceof Poll.Ready<Claim>(Claim claim))) {
        return false;
      }
      claiming = null;
      begin(claim);
    }
    return true;
  }

  /** Begins what can be done now. Null if it has begun something; otherwise, when to look again. */
  private @Nullable Instant step() {
    Instant now = push.clock.instant();
    Instant due = dueAt == NEVER ? Instant.MAX : Instant.ofEpochMilli(dueAt);
    Instant start = due.isAfter(heldUntil) ? due : heldUntil;
    if (start.isAfter(now)) {
      return start;
    }
    Receiver current = receiver;
    if (current == null || !now.isBefore(readAt.plus(ENDPOINT_FRESH))) {
      reading = push.read(lane);
      return null;
    }
    if (current.state() != EndpointState.ACTIVE) {
      return now.plus(ENDPOINT_FRESH);
    }
    EndpointSettings settings = current.settings();
    int free = (failures < FAILURES ? push.share(settings.maxInFlight()) : 1) - inFlight;
    if (free <= 0) {
      return Instant.MAX; // an attempt's end wakes this
    }
    int wanted = Math.min(free, MAX_CLAIM);
    Integer rate = rate(settings);
    if (rate != null) {
      long nanos = push.driver.ticker().nanos();
      wanted = Math.min(wanted, tokens.available(rate, nanos));
      if (wanted == 0) {
        return now.plusNanos(Math.max(1, tokens.nextAt(rate) - nanos));
      }
    }
    int slots = push.slots.take(this, wanted);
    if (slots == 0) {
      isInLine = true;
      return Instant.MAX;
    }
    permits = push.reserve(lane, slots);
    push.slots.release(slots - permits.size());
    if (permits.isEmpty()) {
      return now.plus(PAUSE);
    }
    dueAt = NEVER; // what comes from now on is told
    claiming =
        push.store.claim(
            lane,
            permits.size(),
            settings.timeout().multipliedBy(2).plus(MARGIN),
            Millis.floor(now));
    return null;
  }

  private @Nullable Integer rate(EndpointSettings settings) {
    Integer rate = settings.rate();
    return rate == null ? null : push.share(rate);
  }

  private void giveBack(List<Permit> unused) {
    unused.forEach(Permit::close);
    push.slots.release(unused.size());
  }

  /** Whether that time has come. If not, this is woken then. */
  private boolean sleepUntil(Instant time, Context context) {
    if (alarm != null) {
      alarm.drop();
      alarm = null;
    }
    if (time.equals(Instant.MAX)) {
      return false;
    }
    alarm = TimerFuture.at(push.driver, push.clock.nanosAt(time));
    return alarm.poll(context).isReady();
  }

  private void begin(Claim claim) {
    Receiver current = receiver;
    Instant nextAt = claim.nextAt();
    Instant now = push.clock.instant();
    List<Permit> granted = permits;
    permits = List.of();
    int count = claim.deliveries().size();
    if (nextAt != null) {
      boolean inVain = count < granted.size() && !nextAt.isAfter(now);
      Instant next = inVain ? now.plus(PAUSE) : nextAt; // another process is at it
      dueAt = Math.min(dueAt, next.toEpochMilli());
    }
    if (current == null) {
      throw new IllegalStateException("claimed before the endpoint was read");
    }
    Integer rate = rate(current.settings());
    if (rate != null) {
      tokens.take(count, rate, push.driver.ticker().nanos());
    }
    for (int i = 0; i < count; i++) {
      inFlight++;
      Future<Unit> attempt = push.attempts.attempt(this, current, claim.deliveries().get(i));
      granted.get(i).spawn(attempt.onEnd(this::ended));
    }
    giveBack(granted.subList(count, granted.size()));
  }

  /** A call has ended. On this shard. */
  void answered(boolean isSuccess) {
    failures = isSuccess ? 0 : failures + 1;
    if (failures >= FAILURES) {
      hold(PROBE_PAUSE);
    }
    wake();
  }

  /** An attempt has ended, its settlement included. */
  private void ended() {
    inFlight--;
    push.slots.release(1);
    wake();
  }

  /** Has the endpoint read again before the next claim. */
  void forgetEndpoint() {
    readAt = Instant.MIN;
  }

  private void hold(Duration pause) {
    heldUntil = push.clock.instant().plus(pause);
    dueAt = Math.min(dueAt, Millis.ceil(heldUntil).toEpochMilli());
  }

  @Override
  public void drop() {
    if (reading != null) {
      reading.drop();
    }
    if (claiming != null) {
      claiming.drop();
    }
    giveBack(permits);
    permits = List.of();
    push.slots.leave(this);
    if (alarm != null) {
      alarm.drop();
    }
  }
}
