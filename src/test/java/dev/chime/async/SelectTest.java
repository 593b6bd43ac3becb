package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SelectTest {

  private final CountingWaker waker = new CountingWaker();
  private final Probe<String> first = new Probe<>();
  private final Probe<Integer> second = new Probe<>();
  private final Future<Select.Either<String, Integer>> select = first.select(second);

  @Test
  void isPendingWhileBothAreAndKeepsTheWakerWithBoth() {
    assertThat(select.poll(waker.context()).isReady()).isFalse();

    first.wake();
    second.wake();

    assertThat(waker.wakes()).isEqualTo(2);
    assertThat(first.drops()).isZero();
    assertThat(second.drops()).isZero();
  }

  @Test
  void firstWinsAndTheSecondIsDropped() {
    assertThat(select.poll(waker.context()).isReady()).isFalse();
    first.complete("one");

    assertThat(select.poll(waker.context())).isEqualTo(Poll.ready(new Select.First<>("one")));
    assertThat(second.drops()).isOne();
    assertThat(first.drops()).isZero();
  }

  @Test
  void secondWinsAndTheFirstIsDropped() {
    assertThat(select.poll(waker.context()).isReady()).isFalse();
    second.complete(2);

    assertThat(select.poll(waker.context())).isEqualTo(Poll.ready(new Select.Second<>(2)));
    assertThat(first.drops()).isOne();
    assertThat(second.drops()).isZero();
  }

  @Test
  void firstWinsWhenBothAreReadyAtOnce() {
    first.complete("one");
    second.complete(2);

    assertThat(select.poll(waker.context())).isEqualTo(Poll.ready(new Select.First<>("one")));
    assertThat(second.polls()).isZero();
    assertThat(second.drops()).isOne();
  }

  @Test
  void throwsWhatEitherThrows() {
    IllegalStateException thrown = new IllegalStateException();
    second.fail(thrown);

    assertThatThrownBy(() -> select.poll(waker.context())).isSameAs(thrown);
  }

  @Test
  void aFailedSelectLeavesNothingBehindWhenItsTaskEnds() {
    OneShard.run(spawner -> spawner.spawn(first.select(Probe.failing(new ArithmeticException()))));

    assertThat(first.drops()).isOne();
  }

  @Test
  void laterWakesOfTheLoserAreHarmless() {
    Probe<String> loser = new Probe<>();

    ShardStats stats =
        OneShard.run(
            spawner -> {
              spawner.spawn(loser.select(Future.yieldNow()));
              spawner.spawn(Future.yieldNow().then(unit -> OneShard.call(loser::wake)));
            });

    assertThat(stats.completed()).isEqualTo(2);
    assertThat(loser.polls()).isEqualTo(2);
  }
}
