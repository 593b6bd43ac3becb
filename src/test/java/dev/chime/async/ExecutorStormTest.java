package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutorStormTest {

  private static final int THREADS = 4;
  private static final int TASKS = 25_000;

  @Test
  void everyTaskEndsOnceAndTheCountsReconcile() throws InterruptedException {
    LongAdder polls = new LongAdder();
    ConcurrentLinkedQueue<JoinHandle<Integer>> handles = new ConcurrentLinkedQueue<>();
    Executor executor = Executor.builder().shards(3).build();
    Spawner spawner = executor.spawner();
    executor.start();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      threads.add(Thread.ofPlatform().start(() -> storm(seed, spawner, handles, polls)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    spawner.close();
    int[] outcomes = new int[3];
    for (JoinHandle<Integer> handle : handles) {
      outcomes[outcome(handle)]++;
    }
    executor.close();

    ShardStats stats = executor.stats().stream().reduce(ShardStats::plus).orElseThrow();
    assertThat(stats.spawned()).isEqualTo(THREADS * TASKS);
    assertThat(stats.pending()).isZero();
    assertThat(new long[] {stats.completed(), stats.failed(), stats.cancelled()})
        .containsExactly(outcomes[0], outcomes[1], outcomes[2])
        .doesNotContain(0);
    assertThat(stats.polled()).isGreaterThanOrEqualTo(polls.sum());
    assertThat(stats.polled()).isLessThanOrEqualTo(polls.sum() + stats.cancelled());
  }

  /** Tasks that yield, wait for each other, throw, and are cancelled at any moment. */
  private static void storm(
      int seed, Spawner spawner, ConcurrentLinkedQueue<JoinHandle<Integer>> all, LongAdder polls) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<JoinHandle<Integer>> mine = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      int kind = random.nextInt(8);
      Oneshot<Integer> outside = new Oneshot<>();
      Future<Integer> future =
          switch (kind) {
            case 0 -> Probe.failing(new IllegalArgumentException("on purpose"));
            case 1, 2 -> outside;
            case 3, 4 -> Future.yieldNow().then(unit -> Future.yieldNow()).map(unit -> 1);
            default -> Future.ready(1);
          };
      JoinHandle<Integer> handle =
          spawner.spawn(
              i,
              context -> {
                polls.increment();
                return future.poll(context);
              });
      mine.add(handle);
      all.add(handle);
      if (random.nextInt(4) == 0) {
        mine.get(random.nextInt(mine.size())).cancel();
      }
      outside.complete(1);
    }
  }

  private static int outcome(JoinHandle<Integer> handle) throws InterruptedException {
    try {
      Executor.blockOn(handle);
      return 0;
    } catch (JoinException e) {
      return e.isCancelled() ? 2 : 1;
    }
  }

  @Test
  void tasksOfOneAffinityNeverRunAtTheSameTime() {
    Executor executor = Executor.builder().shards(3).build();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    int[] unguarded = {0};
    try (Spawner spawner = executor.spawner()) {
      for (int i = 0; i < 2_000; i++) {
        spawner.spawn(
            -7,
            Future.yieldNow()
                .then(
                    unit ->
                        OneShard.call(
                            () -> {
                              overlaps.addAndGet(running.getAndIncrement());
                              unguarded[0]++;
                              running.decrementAndGet();
                            })));
        spawner.spawn(i, Future.yieldNow()); // company on all shards
      }
    }

    executor.run();

    assertThat(overlaps).hasValue(0);
    assertThat(unguarded[0]).isEqualTo(2_000);
  }
}
