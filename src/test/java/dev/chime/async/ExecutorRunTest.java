package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ExecutorRunTest {

  @Test
  void endsAtOnceWhenNobodyCanSpawn() {
    Executor executor = Executor.builder().shards(3).build();

    executor.run();

    assertThat(executor.stats()).hasSize(3);
  }

  @Test
  void endsWhenTheLastSpawnerIsClosedAndTheLastTaskIsDone() throws InterruptedException {
    Executor executor = Executor.builder().build();
    Probe<String> probe = new Probe<>();
    Spawner first = executor.spawner();
    Spawner second = executor.spawner();
    Thread runner = Thread.ofPlatform().start(executor::run);

    JoinHandle<String> handle = first.spawn(probe);
    first.close();
    first.close(); // counts once
    Executor.blockOn(second.spawn(Future.ready("still open")));
    second.close();
    assertThat(runner.isAlive()).isTrue(); // the probe is pending

    Executor.blockOn(waitUntilPolled(probe));
    probe.complete("done");
    runner.join();

    assertThat(handle.poll(new CountingWaker().context())).isEqualTo(Poll.ready("done"));
    assertThat(executor.stats().getFirst().completed()).isEqualTo(2);
  }

  @Test
  void endsOnAllShardsWhenASpawnerIsClosedWhileTheyPark() throws InterruptedException {
    CountDownLatch parked = new CountDownLatch(3);
    Executor executor =
        Executor.builder().shards(3).driver(s -> new ParkListener(parked::countDown)).build();
    Spawner spawner = executor.spawner();
    Thread runner = Thread.ofPlatform().start(executor::run);
    parked.await();

    spawner.close();

    runner.join();
    assertThat(executor.stats()).allMatch(stats -> stats.polled() == 0);
  }

  @Test
  void waitsForTheTasksOfAllShards() {
    Executor executor = Executor.builder().shards(4).build();
    AtomicInteger done = new AtomicInteger();
    try (Spawner spawner = executor.spawner()) {
      for (int i = 0; i < 400; i++) {
        spawner.spawn(
            i,
            Future.yieldNow().then(unit -> Future.yieldNow()).map(unit -> done.incrementAndGet()));
      }
    }

    executor.run();

    assertThat(done).hasValue(400);
    assertThat(executor.stats()).allMatch(stats -> stats.completed() == 100);
  }

  @Test
  void pollsTheFirstShardsTasksOnTheCallingThread() {
    List<Thread> threads = new ArrayList<>();

    OneShard.run(
        spawner -> spawner.spawn(OneShard.call(() -> threads.add(Thread.currentThread()))));

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void takesTasksFromAnyThreadWhileItRuns() throws InterruptedException {
    Executor executor = Executor.builder().shards(2).build();
    AtomicInteger done = new AtomicInteger();
    Spawner spawner = executor.spawner();
    List<Thread> senders =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int n = 0; n < 5_000; n++) {
                                spawner.spawn(OneShard.call(done::incrementAndGet));
                              }
                            }))
            .toList();
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  senders.forEach(ExecutorRunTest::join);
                  spawner.close();
                });

    executor.run();
    closer.join();

    assertThat(done).hasValue(20_000);
    assertThat(executor.stats()).allMatch(stats -> stats.completed() == 10_000); // in turn
  }

  @Test
  void aTaskSpawnedByATaskLivesOnTheSameShard() {
    Executor executor = Executor.builder().shards(3).build();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Spawner spawner = executor.spawner();
    spawner.spawn(
        2,
        OneShard.call(
            () -> {
              threads.add(Thread.currentThread());
              for (int i = 0; i < 10; i++) {
                spawner.spawn(OneShard.call(() -> threads.add(Thread.currentThread())));
              }
              spawner.close();
            }));

    executor.run();

    assertThat(threads).hasSize(1);
    assertThat(executor.stats().get(2).completed()).isEqualTo(11);
  }

  @Test
  void happensOnce() {
    Executor executor = Executor.builder().build();
    executor.run();

    assertThatIllegalStateException().isThrownBy(executor::run);
    assertThatIllegalStateException().isThrownBy(executor::start);
  }

  @Test
  void wantsAtLeastOneShardAndRoomForOneTask() {
    Executor.Builder builder = Executor.builder();

    assertThatIllegalArgumentException().isThrownBy(() -> builder.shards(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.capacity(0));
  }

  private static Future<Unit> waitUntilPolled(Probe<?> probe) {
    return context -> {
      if (probe.polls() > 0) {
        return Unit.ready();
      }
      context.waker().wake();
      return Poll.pending();
    };
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
