package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class AdmissionTest {

  @Test
  void aFullShardRefusesAndTakesAgainOnceThereIsRoom() throws InterruptedException {
    try (Executor executor = Executor.builder().capacity(2).build();
        Spawner spawner = executor.spawner()) {
      executor.start();
      Oneshot<String> first = new Oneshot<>();
      JoinHandle<String> handle = spawner.spawn(first);
      spawner.spawn(Future.pending());
      Probe<String> refused = Probe.ready("refused");
      assertFull(spawner, refused);

      first.complete("room");
      assertThat(Executor.blockOn(handle)).isEqualTo("room");

      assertThat(Executor.blockOn(spawner.spawn(Future.ready("in")))).isEqualTo("in");
      assertThat(refused.polls()).isZero();
      assertThat(refused.drops()).isOne();
    }
  }

  @Test
  void refusalsLeaveTheCountAsItWas() {
    Executor executor = Executor.builder().capacity(1).build();
    try (Spawner spawner = executor.spawner()) {
      spawner.spawn(Future.yieldNow());
      for (int i = 0; i < 10; i++) {
        assertFull(spawner, Future.ready(i));
      }
      assertThat(executor.stats().getFirst().pending()).isOne();
    }

    executor.run();

    assertThat(executor.stats().getFirst().completed()).isOne();
    assertThat(executor.stats().getFirst().pending()).isZero();
  }

  @Test
  void theCapacityHoldsOverAllShards() {
    try (Executor executor = Executor.builder().shards(3).capacity(4).build();
        Spawner spawner = executor.spawner()) {
      int admitted = 0;
      for (int i = 0; i < 9; i++) {
        try {
          spawner.spawn(i, Future.pending());
          admitted++;
        } catch (RejectedSpawnException e) {
          assertThat(e.isFull()).isTrue();
        }
      }

      assertThat(admitted).isEqualTo(4);
    }
  }

  @Test
  void aClosedSpawnerRefusesForGood() {
    try (Executor executor = Executor.builder().build();
        Spawner open = executor.spawner()) {
      Spawner closed = executor.spawner();
      closed.close();

      Probe<Integer> refused = Probe.ready(1);
      assertThatThrownBy(() -> closed.spawn(refused))
          .asInstanceOf(InstanceOfAssertFactories.type(RejectedSpawnException.class))
          .returns(false, RejectedSpawnException::isFull);
      assertThat(refused.polls()).isZero();
      assertThat(refused.drops()).isOne();
      assertThat(open.spawn(Future.ready(1)).isDone()).isFalse();
    }
  }

  @Test
  void manyThreadsNeverOvercommit() throws InterruptedException {
    AtomicInteger admitted = new AtomicInteger();
    try (Executor executor = Executor.builder().capacity(1_000).build();
        Spawner spawner = executor.spawner()) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int n = 0; n < 1_000; n++) {
                        try {
                          spawner.spawn(Future.pending());
                          admitted.incrementAndGet();
                        } catch (RejectedSpawnException e) {
                          assertThat(e.isFull()).isTrue();
                        }
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(admitted).hasValue(1_000);
    }
  }

  @Test
  void aPermitHoldsRoomUntilItIsClosed() {
    try (Executor executor = Executor.builder().capacity(1).build();
        Spawner spawner = executor.spawner()) {
      Permit permit = spawner.reserve(0);
      assertFull(spawner, Future.ready(1));

      permit.close();
      permit.close();

      assertThat(executor.stats().getFirst().pending()).isZero();
      spawner.spawn(Future.ready(1));
    }
  }

  @Test
  void aPermitIsForOneTask() {
    try (Executor executor = Executor.builder().build();
        Spawner spawner = executor.spawner()) {
      Permit used = spawner.reserve(0);
      used.spawn(Future.pending());
      used.close(); // gives nothing back: the task has it
      assertThat(executor.stats().getFirst().pending()).isOne();
      Permit closed = spawner.reserve(0);
      closed.close();

      assertThatIllegalStateException().isThrownBy(() -> used.spawn(Future.ready(1)));
      assertThatIllegalStateException().isThrownBy(() -> closed.spawn(Future.ready(1)));
    }
  }

  @Test
  void theExecutorWaitsForAPermitAndRunsItsTask() throws InterruptedException {
    Executor executor = Executor.builder().shards(2).build();
    Spawner spawner = executor.spawner();
    Permit permit = spawner.reserve(1);
    spawner.close();
    Thread runner = Thread.ofPlatform().start(executor::run);

    assertThat(Executor.blockOn(permit.spawn(Future.ready("late")))).isEqualTo("late");

    runner.join();
    assertThat(executor.stats().get(1).completed()).isOne();
  }

  @Test
  void theExecutorEndsWhenTheLastPermitIsClosed() throws InterruptedException {
    Executor executor = Executor.builder().shards(2).build();
    Spawner spawner = executor.spawner();
    Permit permit = spawner.reserve(1);
    spawner.close();
    Thread runner = Thread.ofPlatform().start(executor::run);

    permit.close();

    runner.join();
    assertThat(executor.stats().get(1).spawned()).isZero();
  }

  @Test
  void aPermitUsedWhileTheExecutorClosesEndsAsCancelled() throws InterruptedException {
    Executor executor = Executor.builder().build();
    Permit permit = executor.spawner().reserve(0);
    executor.start();
    Thread closer = Thread.ofPlatform().start(executor::close);

    JoinHandle<Unit> handle = permit.spawn(Future.pending());

    closer.join();
    assertThatExceptionOfType(JoinException.class)
        .isThrownBy(() -> handle.poll(new CountingWaker().context()))
        .returns(true, JoinException::isCancelled);
  }

  private static void assertFull(Spawner spawner, Future<?> future) {
    assertThatThrownBy(() -> spawner.spawn(future))
        .asInstanceOf(InstanceOfAssertFactories.type(RejectedSpawnException.class))
        .returns(true, RejectedSpawnException::isFull);
  }
}
