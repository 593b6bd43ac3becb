package dev.chime.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Several threads that send a store the same request at the same time, again and again. */
final class StoreRace {

  private static final int THREADS = 4;
  private static final int ROUNDS = 500;

  private StoreRace() {}

  /** Threads elapse and cancel the same timer: one decides, and all get its outcome. */
  static void ofOutcomes(TimerStore store) throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      Timer timer = TimerStoreContract.timer("timer-" + round, TimerStoreContract.NOW);
      Blocking.get(store.create(timer, null));
    }
    List<List<Decision>> rounds =
        race(
            (thread, round) -> {
              TimerId id = new TimerId(Namespace.DEFAULT, "timer-" + round);
              var decision =
                  (thread + round) % 2 == 0
                      ? store.elapse(id, TimerStoreContract.NOW)
                      : store.cancel(id, Precondition.NONE, TimerStoreContract.BEFORE);
              return Blocking.get(decision).orElseThrow();
            });
    assertThat(rounds)
        .allSatisfy(
            decisions -> {
              assertThat(decisions).filteredOn(Decision.Changed.class::isInstance).hasSize(1);
              assertThat(decisions.stream().map(Decision::timer).distinct()).hasSize(1);
              assertThat(decisions.getFirst().timer().version()).isEqualTo(2);
            });
  }

  /** Threads send the same request: one creates, and all get the same timer. */
  static void ofCreations(TimerStore store) throws InterruptedException {
    List<List<Creation>> rounds =
        race(
            (thread, round) ->
                Blocking.get(
                    store.create(
                        TimerStoreContract.timer(
                            "timer-" + round + "-" + thread, TimerStoreContract.NOW),
                        new IdempotencyKey(Namespace.DEFAULT, "key " + round, "body"))));
    assertThat(rounds)
        .allSatisfy(
            creations -> {
              assertThat(creations).filteredOn(Creation.Created.class::isInstance).hasSize(1);
              assertThat(creations.stream().map(StoreRace::timer).distinct()).hasSize(1);
            });
    for (int round = 0; round < ROUNDS; round++) {
      int known = 0;
      for (int thread = 0; thread < THREADS; thread++) {
        TimerId id = new TimerId(Namespace.DEFAULT, "timer-" + round + "-" + thread);
        known += Blocking.get(store.find(id)).isPresent() ? 1 : 0;
      }
      assertThat(known).isEqualTo(1);
    }
  }

  private static Timer timer(Creation creation) {
    return switch (creation) {
      case Creation.Created(Timer created) -> created;
      case Creation.Replayed(Timer created) -> created;
      default -> throw new AssertionError("the requests are the same: " + creation);
    };
  }

  private interface Turn<T> {
    T take(int thread, int round);
  }

  /** What the threads got, round by round. */
  private static <T> List<List<T>> race(Turn<T> turn) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<List<T>> columns = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      List<T> mine = new ArrayList<>();
      columns.add(mine);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                      meet(start);
                      mine.add(turn.take(thread, round));
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<List<T>> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      int round = i;
      rounds.add(columns.stream().map(column -> column.get(round)).toList());
    }
    return rounds;
  }

  private static void meet(CyclicBarrier start) {
    try {
      start.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
  }
}
