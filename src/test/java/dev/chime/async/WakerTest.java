package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WakerTest {

  @Test
  void willWakeTellsWakersApart() {
    Waker one = new CountingWaker();
    Waker other = new CountingWaker();

    assertThat(one.willWake(one)).isTrue();
    assertThat(one.willWake(other)).isFalse();
  }

  @Test
  void noopMayBeCalledForNothing() {
    assertThatNoException().isThrownBy(() -> Waker.noop().wake());
    assertThat(Waker.noop().willWake(Waker.noop())).isTrue();
  }

  @Test
  void contextHandsOutItsWaker() {
    CountingWaker waker = new CountingWaker();

    waker.context().waker().wake();

    assertThat(waker.context().waker()).isSameAs(waker);
    assertThat(waker.wakes()).isOne();
  }

  @Test
  void everyPollOfATaskBringsAWakerOfTheSameTask() {
    List<Waker> mine = new ArrayList<>();
    List<Waker> others = new ArrayList<>();

    OneShard.run(
        spawner -> {
          spawner.spawn(collecting(mine));
          spawner.spawn(collecting(others));
        });

    assertThat(mine).hasSize(2);
    assertThat(mine.getFirst().willWake(mine.getLast())).isTrue();
    assertThat(mine.getFirst().willWake(others.getFirst())).isFalse();
  }

  private static Future<Unit> collecting(List<Waker> wakers) {
    return context -> {
      wakers.add(context.waker());
      context.waker().wake();
      return wakers.size() == 2 ? Unit.ready() : Poll.pending();
    };
  }
}
