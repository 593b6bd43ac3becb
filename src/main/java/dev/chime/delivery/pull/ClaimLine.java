package dev.chime.delivery.pull;

import dev.chime.async.AtomicWaker;
import dev.chime.async.Context;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import dev.chime.delivery.DeliveryStore.Claim;
import dev.chime.timer.service.ServiceClock;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Those who claim from one lane. Only the first of those who wait is woken by news: it asks the
 * store. If that has more than it may take, the turn goes on to two others, and from each of them
 * to two others again. So one delivery moves one claim, however long the line is, and many
 * deliveries reach all claims within a few steps.
 *
 * <p>It lives on the shard of its lane, as its claims do; other threads may call {@link #signal}.
 * As an {@link AtomicWaker} it wakes the first who waits.
 */
final class ClaimLine extends AtomicWaker {

  private static final long NO_NEWS = Long.MAX_VALUE;
  private static final int TURNS_PASSED_ON = 2;

  private final ServiceClock clock;
  private final TimerDriver driver;
  private final TreeMap<Long, QueueClaim> waiting = new TreeMap<>();

  /** When something becomes available, by the news that nobody has looked at yet. */
  private final AtomicLong news = new AtomicLong(NO_NEWS);

  private long numbers;
  private int turns;
  private @Nullable TimerFuture alarm;
  private Instant alarmAt = Instant.MAX;

  /** How many claims hold this line; for {@link ClaimLines}. */
  int members;

  ClaimLine(ServiceClock clock, TimerDriver driver) {
    this.clock = clock;
    this.driver = driver;
  }

  /** Something becomes available then. Any thread. */
  void signal(Instant at) {
    news.accumulateAndGet(at.toEpochMilli(), Math::min);
    wake();
  }

  /** The number of a claim that comes now. */
  long number() {
    return numbers++;
  }

  boolean isAnyoneWaiting() {
    return !waiting.isEmpty();
  }

  /** Has a claim wait, in the place of its number. It then tries to take a turn. */
  void add(long number, QueueClaim claim) {
    waiting.put(number, claim);
  }

  /** A claim waits no longer. If it was the first, the next one listens from now on. */
  void remove(long number) {
    boolean wasFirst = !waiting.isEmpty() && waiting.firstKey() == number;
    waiting.remove(number);
    if (wasFirst) {
      wakeFirst();
    }
  }

  private void wakeFirst() {
    if (!waiting.isEmpty()) {
      waiting.firstEntry().getValue().wake();
    }
  }

  /** Takes a turn, if the claim of this number waits first and there is reason to ask. */
  boolean takeTurn(long number, Context context) {
    if (waiting.firstKey() != number) {
      return false;
    }
    register(context.waker()); // before it looks for news
    long at = news.getAndSet(NO_NEWS);
    if (at != NO_NEWS) {
      schedule(Instant.ofEpochMilli(at));
    }
    if (alarm != null && alarm.poll(context).isReady()) {
      alarm = null;
      alarmAt = Instant.MAX;
      turns = Math.max(turns, 1);
    }
    if (turns == 0) {
      return false;
    }
    turns--;
    return true;
  }

  /** The store has answered a claim. */
  void answered(Claim claim, int max) {
    Instant nextAt = claim.nextAt();
    if (nextAt == null) {
      return;
    }
    Instant now = clock.instant();
    boolean isFull = claim.deliveries().size() == max;
    if (isFull && !nextAt.isAfter(now)) {
      turns = Math.min(turns + TURNS_PASSED_ON, waiting.size());
    } else {
      Instant soon = now.plus(QueueService.PAUSE); // others may be about to commit it
      schedule(claim.deliveries().isEmpty() && nextAt.isBefore(soon) ? soon : nextAt);
    }
    wakeFirst();
  }

  /** The store has failed: the next claim asks it a little later. */
  void failed() {
    schedule(clock.instant().plus(QueueService.PAUSE));
    wakeFirst();
  }

  private void schedule(Instant at) {
    if (at.isBefore(alarmAt)) {
      end();
      alarmAt = at;
      alarm = TimerFuture.at(driver, clock.nanosAt(at));
    }
  }

  /** Nobody claims any more. */
  void end() {
    if (alarm != null) {
      alarm.drop();
    }
  }
}
