package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Nobody who is always ready keeps others waiting for more than a turn. A turn receives 1024
 * messages, takes 256 driver steps and polls 128 tasks, at most.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FairnessTest {

  private static final int MESSAGES_A_TURN = 1024;
  private static final int STEPS_A_TURN = 256;
  private static final int POLLS_A_TURN = 128;

  @Test
  void aTaskThatAlwaysWakesItselfIsPolledOnceForEachPollOfAnother() {
    int[] hogs = {0};
    List<Integer> hogPollsAtEachOfTheOther = new ArrayList<>();
    AtomicBoolean stop = new AtomicBoolean();

    OneShard.run(
        spawner -> {
          spawner.spawn(untilStopped(stop, () -> hogs[0]++));
          spawner.spawn(
              context -> {
                hogPollsAtEachOfTheOther.add(hogs[0]);
                if (hogPollsAtEachOfTheOther.size() < 50) {
                  context.waker().wake();
                  return Poll.pending();
                }
                stop.set(true);
                return Unit.ready();
              });
        });

    for (int i = 1; i < 50; i++) {
      assertThat(hogPollsAtEachOfTheOther.get(i) - hogPollsAtEachOfTheOther.get(i - 1)).isOne();
    }
  }

  @Test
  void betweenTwoTurnsOfTheDriverNoMoreThanItsBudgetIsPolled() {
    int[] polls = {0};
    List<Integer> pollsAtTurn = new ArrayList<>();
    AtomicBoolean stop = new AtomicBoolean();
    Driver driver =
        new TurnListener(
            budget -> {
              assertThat(budget).isLessThanOrEqualTo(STEPS_A_TURN);
              pollsAtTurn.add(polls[0]);
              stop.set(pollsAtTurn.size() > 50);
              return budget;
            });

    OneShard.run(
        shard -> driver,
        spawner -> {
          for (int i = 0; i < 1_000; i++) {
            spawner.spawn(untilStopped(stop, () -> polls[0]++));
          }
        });

    for (int i = 1; i <= 50; i++) {
      assertThat(pollsAtTurn.get(i) - pollsAtTurn.get(i - 1)).isBetween(1, POLLS_A_TURN);
    }
  }

  @Test
  void messagesThatBreedMessagesAreBoundedPerTurn() {
    AtomicInteger received = new AtomicInteger();
    List<Integer> receivedAtTurn = new ArrayList<>();
    AtomicInteger polls = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();

    OneShard.run(
        shard -> {
          new Flood(shard, received, stop).start();
          return new TurnListener(
              budget -> {
                receivedAtTurn.add(received.get());
                stop.set(receivedAtTurn.size() > 20);
                return 0;
              });
        },
        spawner -> spawner.spawn(untilStopped(stop, polls::incrementAndGet)));

    for (int i = 1; i <= 20; i++) {
      assertThat(receivedAtTurn.get(i) - receivedAtTurn.get(i - 1))
          .isLessThanOrEqualTo(MESSAGES_A_TURN);
    }
    assertThat(received.get()).isGreaterThan(10 * MESSAGES_A_TURN);
    assertThat(polls.get()).isGreaterThanOrEqualTo(15);
  }

  private static Future<Unit> untilStopped(AtomicBoolean stop, Runnable onPoll) {
    return context -> {
      onPoll.run();
      if (stop.get()) {
        return Unit.ready();
      }
      context.waker().wake();
      return Poll.pending();
    };
  }

  /** Three messages that post themselves again whenever they are received. */
  private static final class Flood {
    private final Shard shard;
    private final AtomicInteger received;
    private final AtomicBoolean stop;

    Flood(Shard shard, AtomicInteger received, AtomicBoolean stop) {
      this.shard = shard;
      this.received = received;
      this.stop = stop;
    }

    void start() {
      for (int i = 0; i < 3; i++) {
        shard.post(new Drop());
      }
    }

    private final class Drop extends Message {
      @Override
      protected void receive() {
        received.incrementAndGet();
        if (!stop.get()) {
          shard.post(this);
        }
      }
    }
  }

  private record TurnListener(IntUnaryOperator onTurn) implements Driver {
    @Override
    public int turn(int budget) {
      return onTurn.applyAsInt(budget);
    }

    @Override
    public long nextEvent() {
      return 0;
    }

    @Override
    public void park(long event) {}
  }
}
