package dev.chime.async;

import static dev.chime.async.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ExecutorCloseTest {

  private final Executor executor = Executor.builder().shards(2).build();
  private final Spawner spawner = executor.spawner();

  @Test
  void dropsWhatIsPendingAndEndsItsHandlesAsCancelled() {
    List<Probe<Unit>> probes = IntStream.range(0, 3_000).mapToObj(i -> new Probe<Unit>()).toList();
    executor.start();
    List<JoinHandle<Unit>> handles = new ArrayList<>();
    probes.forEach(probe -> handles.add(spawner.spawn(probe)));

    executor.close();

    assertThat(probes).allMatch(probe -> probe.drops() == 1);
    handles.forEach(ExecutorCloseTest::assertCancelled);
    ShardStats stats = executor.stats().stream().reduce(ShardStats::plus).orElseThrow();
    assertThat(stats.spawned()).isEqualTo(3_000);
    assertThat(stats.cancelled()).isEqualTo(3_000);
    assertThat(stats.pending()).isZero();
  }

  @Test
  void wakesThoseWhoWaitForATask() throws InterruptedException {
    executor.start();
    JoinHandle<Unit> handle = spawner.spawn(Future.pending());
    Probe<Unit> polled = new Probe<>();
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  eventually(() -> polled.polls() > 0);
                  executor.close();
                });

    assertThatThrownBy(() -> Executor.blockOn(handle.select(polled)))
        .isInstanceOf(JoinException.class);
    closer.join();
  }

  @Test
  void endsTheThreadsBeforeItReturns() {
    executor.start();
    List<Thread> threads = new ArrayList<>();
    for (int shard = 0; shard < 2; shard++) {
      CountDownLatch seen = new CountDownLatch(1);
      spawner.spawn(
          shard,
          OneShard.call(
              () -> {
                threads.add(Thread.currentThread());
                seen.countDown();
              }));
      awaitLatch(seen);
    }

    executor.close();

    assertThat(threads).hasSize(2).noneMatch(Thread::isAlive);
  }

  @Test
  void refusesToSpawnAfterwards() {
    executor.start();
    executor.close();

    assertThatThrownBy(() -> spawner.spawn(Future.ready(1)))
        .asInstanceOf(InstanceOfAssertFactories.type(RejectedSpawnException.class))
        .returns(false, RejectedSpawnException::isFull);
    assertThat(executor.stats()).allMatch(stats -> stats.pending() == 0);
  }

  @Test
  void beforeTheStartCancelsWhatHasBeenSpawned() {
    Probe<Unit> probe = new Probe<>();
    JoinHandle<Unit> handle = spawner.spawn(probe);

    executor.close();

    assertCancelled(handle);
    assertThat(probe.polls()).isZero();
    assertThat(probe.drops()).isOne();
    assertThatIllegalStateException().isThrownBy(executor::start);
  }

  @Test
  void mayBeRepeated() {
    executor.start();

    executor.close();
    executor.close();

    assertThatIllegalStateException().isThrownBy(executor::run);
  }

  @Test
  void fromWithinATaskDoesNotWaitForItself() {
    executor.start();
    JoinHandle<Unit> other = spawner.spawn(1, Future.pending());
    JoinHandle<Unit> closing = spawner.spawn(0, OneShard.call(executor::close));

    eventually(() -> closing.isDone() && other.isDone());

    assertThat(closing.poll(new CountingWaker().context()).isReady()).isTrue();
    assertCancelled(other);
  }

  @Test
  void refusesWhatIsSpawnedByDroppedFutures() {
    executor.start();
    List<Throwable> refusals = new ArrayList<>();
    JoinHandle<Unit> handle =
        spawner.spawn(
            new Future<>() {
              @Override
              public Poll<Unit> poll(Context context) {
                return Poll.pending();
              }

              @Override
              public void drop() {
                try {
                  spawner.spawn(Future.ready(1));
                } catch (RejectedSpawnException e) {
                  refusals.add(e);
                }
              }
            });

    executor.close();

    assertCancelled(handle);
    assertThat(refusals).hasSize(1);
  }

  @Test
  void waitsForTheThreadThatIsInRunToo() throws InterruptedException {
    CountDownLatch dropping = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    spawner.spawn(
        0,
        new Future<Unit>() {
          @Override
          public Poll<Unit> poll(Context context) {
            return Poll.pending();
          }

          @Override
          public void drop() {
            dropping.countDown();
            awaitLatch(release);
          }
        });
    Thread runner = Thread.ofPlatform().start(executor::run);
    eventually(() -> executor.stats().getFirst().polled() == 1);
    Thread closer = Thread.ofPlatform().start(executor::close);
    awaitLatch(dropping);

    Set<Thread.State> waiting = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    eventually(() -> !closer.isAlive() || waiting.contains(closer.getState()));
    boolean waitsWhileDropping = closer.isAlive();
    release.countDown();
    runner.join();
    closer.join();

    assertThat(waitsWhileDropping).isTrue();
  }

  @Test
  void aSpawnerMadeAfterTheEndSpawnsNothing() {
    spawner.close();
    executor.run();

    assertThatThrownBy(() -> executor.spawner().spawn(Future.ready(1)))
        .isInstanceOfAny(RejectedSpawnException.class, IllegalStateException.class);
  }

  private static void assertCancelled(JoinHandle<?> handle) {
    assertThat(handle.isDone()).isTrue();
    assertThatThrownBy(() -> handle.poll(new CountingWaker().context()))
        .asInstanceOf(InstanceOfAssertFactories.type(JoinException.class))
        .returns(true, JoinException::isCancelled);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
