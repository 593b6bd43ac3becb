package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Executor;
import dev.chime.async.Spawner;
import dev.chime.async.time.Ticker;
import dev.chime.async.time.WheelTimerDriver;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerChange;
import dev.chime.timer.Timers;
import dev.chime.timer.service.EventSubscription.Next;
import dev.chime.timer.service.EventSubscription.Offset;
import dev.chime.timer.service.EventSubscription.Overtaken;
import dev.chime.timer.service.EventSubscription.UpToDate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One who writes and several who follow, on real threads. */
@Timeout(120)
class TimerEventsRaceTest {

  private static final int EVENTS = 20_000;
  private static final int FOLLOWERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WheelTimerDriver driver = new WheelTimerDriver(Ticker.system());
  private final Executor executor = Executor.builder().shards(2).driver(driver::attach).build();
  private final Spawner spawner = executor.spawner();
  private final WaiterRegistry waiters = new WaiterRegistry(WaiterLimits.NONE);

  @AfterEach
  void close() {
    spawner.close();
    executor.close();
  }

  @Test
  void nothingIsLostInARingThatHoldsAll() throws InterruptedException, ExecutionException {
    assertThat(race(EVENTS)).allSatisfy(read -> assertThat(read).isEqualTo(EVENTS));
  }

  @Test
  void nothingIsLostUnseenInASmallRing() throws InterruptedException, ExecutionException {
    assertThat(race(64)).hasSize(FOLLOWERS); // who misses some is told so
  }

  /** How many events each follower has read. */
  private List<Integer> race(int capacity) throws InterruptedException, ExecutionException {
    TimerEvents events = new TimerEvents(capacity, Long.MAX_VALUE, 1);
    executor.start();
    List<FutureTask<Integer>> followers = new ArrayList<>();
    for (int i = 0; i < FOLLOWERS; i++) {
      EventSubscription subscription = subscribe(events, 0);
      FutureTask<Integer> follower =
          new FutureTask<>(() -> follow(events, subscription, capacity < EVENTS));
      Thread.ofVirtual().start(follower);
      followers.add(follower);
    }
    write(events);
    List<Integer> read = new ArrayList<>();
    for (FutureTask<Integer> follower : followers) {
      read.add(follower.get());
    }
    assertThat(waiters.count()).isZero();
    await().until(() -> events.followers() == 0 && waiters.endListeners() == 0);
    return read;
  }

  private EventSubscription subscribe(TimerEvents events, long last) {
    return new EventSubscription(
        events,
        waiters,
        waiters.take(Namespace.DEFAULT),
        spawner,
        driver,
        timer -> true,
        new Offset(1, last));
  }

  /** In batches as the store's, with pauses now and then in which the others come to the end. */
  private static void write(TimerEvents events) {
    RandomGenerator random = RandomGenerator.getDefault();
    for (int written = 0; written < EVENTS; ) {
      int batch = Math.min(random.nextInt(1, 20), EVENTS - written);
      events.committed(
          IntStream.range(written + 1, written + 1 + batch)
              .mapToObj(i -> Timers.pending("" + i, Instant.EPOCH, Instant.EPOCH))
              .map(TimerChange::created)
              .toList());
      written += batch;
      if (random.nextInt(20) == 0) {
        LockSupport.parkNanos(20_000);
      }
    }
  }

  private int follow(TimerEvents events, EventSubscription first, boolean mayBeOvertaken) {
    EventSubscription subscription = first;
    int read = 0;
    while (subscription.offset().number() < EVENTS) {
      long last = subscription.offset().number();
      switch (subscription.next()) {
        case Next(TimerEvent event) -> {
          assertThat(event.number()).isEqualTo(last + 1);
          assertThat(event.change().timer().id().value()).isEqualTo("" + event.number());
          read++;
        }
        case UpToDate() ->
            assertThat(Blocking.get(subscription.arrival(PATIENCE)))
                .as("a wake after event %s", last)
                .isPresent();
        case Overtaken() -> {
          assertThat(mayBeOvertaken).isTrue();
          subscription.close();
          subscription = subscribe(events, events.latest());
        }
      }
    }
    subscription.close();
    return read;
  }
}
