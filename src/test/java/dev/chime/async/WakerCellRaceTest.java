package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread polls, another completes: whatever the order, the poller learns of it. */
@Timeout(60)
class WakerCellRaceTest {

  private static final int ROUNDS = 200_000;

  @Test
  void aPollThatMissesTheCompletionIsWoken() throws Exception {
    List<Oneshot<Integer>> cells =
        IntStream.range(0, ROUNDS).mapToObj(i -> new Oneshot<Integer>()).toList();
    CyclicBarrier start = new CyclicBarrier(2);
    Thread completer =
        Thread.ofPlatform()
            .start(
                () -> {
                  await(start);
                  for (int i = 0; i < ROUNDS; i++) {
                    cells.get(i).complete(i);
                  }
                });
    AtomicReferenceArray<CountingWaker> wakers = new AtomicReferenceArray<>(ROUNDS);
    await(start);
    for (int i = 0; i < ROUNDS; i++) {
      CountingWaker first = new CountingWaker();
      CountingWaker latest = new CountingWaker();
      // Pending twice: then it is the second waker that has to be called.
      if (!cells.get(i).poll(first.context()).isReady()
          && !cells.get(i).poll(latest.context()).isReady()) {
        wakers.set(i, latest);
      }
    }
    completer.join();

    for (int i = 0; i < ROUNDS; i++) {
      if (wakers.get(i) != null) {
        assertThat(wakers.get(i).wakes()).as("round %d", i).isOne();
      }
    }
  }

  @Test
  void ofManyCompletionsExactlyOneWins() throws Exception {
    List<Oneshot<Integer>> cells =
        IntStream.range(0, ROUNDS).mapToObj(i -> new Oneshot<Integer>()).toList();
    CyclicBarrier start = new CyclicBarrier(2);
    AtomicInteger wins = new AtomicInteger();
    Runnable completeAll =
        () -> {
          await(start);
          for (Oneshot<Integer> cell : cells) {
            if (cell.complete(1)) {
              wins.incrementAndGet();
            }
          }
        };
    Thread other = Thread.ofPlatform().start(completeAll);
    completeAll.run();
    other.join();

    assertThat(wins).hasValue(ROUNDS);
  }

  @Test
  void aTaskAwaitingOneOneshotAfterTheOtherMissesNone() throws Exception {
    List<Oneshot<Integer>> cells =
        IntStream.range(0, ROUNDS).mapToObj(i -> new Oneshot<Integer>()).toList();
    try (Executor executor = Executor.builder().build();
        Spawner spawner = executor.spawner()) {
      executor.start();
      JoinHandle<Integer> sum = spawner.spawn(new Sum(cells));
      for (int i = 0; i < ROUNDS; i++) {
        cells.get(i).complete(1);
      }

      assertThat(Executor.blockOn(sum)).isEqualTo(ROUNDS);
    }
  }

  private static final class Sum implements Future<Integer> {
    private final List<Oneshot<Integer>> cells;
    private int next;

    Sum(List<Oneshot<Integer>> cells) {
      this.cells = cells;
    }

    @Override
    public Poll<Integer> poll(Context context) {
      while (next < cells.size() && cells.get(next).poll(context).isReady()) {
        next++;
      }
      return next == cells.size() ? Poll.ready(next) : Poll.pending();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
