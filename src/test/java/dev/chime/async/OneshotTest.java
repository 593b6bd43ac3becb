package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OneshotTest {

  private final CountingWaker waker = new CountingWaker();
  private final Oneshot<String> oneshot = new Oneshot<>();

  @Test
  void completedBeforeTheFirstPollIsReadyAtOnce() {
    oneshot.complete("early");

    assertThat(oneshot.isDone()).isTrue();
    assertThat(oneshot.poll(waker.context())).isEqualTo(Poll.ready("early"));
    assertThat(waker.wakes()).isZero();
  }

  @Test
  void completedAfterAPollWakes() {
    assertThat(oneshot.isDone()).isFalse();
    assertThat(oneshot.poll(waker.context()).isReady()).isFalse();
    assertThat(oneshot.isDone()).isFalse();

    oneshot.complete("late");

    assertThat(waker.wakes()).isOne();
    assertThat(oneshot.poll(waker.context())).isEqualTo(Poll.ready("late"));
  }

  @Test
  void onlyTheWakerOfTheLatestPollIsCalled() {
    CountingWaker latest = new CountingWaker();
    assertThat(oneshot.poll(waker.context()).isReady()).isFalse();
    assertThat(oneshot.poll(latest.context()).isReady()).isFalse();

    oneshot.complete("moved");

    assertThat(waker.wakes()).isZero();
    assertThat(latest.wakes()).isOne();
  }

  @Test
  void aWakerThatMovesAwayAndBackIsTheLatest() {
    assertThat(oneshot.poll(waker.context()).isReady()).isFalse();
    assertThat(oneshot.poll(new CountingWaker().context()).isReady()).isFalse();
    assertThat(oneshot.poll(waker.context()).isReady()).isFalse();

    oneshot.complete("back");

    assertThat(waker.wakes()).isOne();
  }

  @Test
  void aWakerThatWouldWakeTheSameTaskIsNotStoredAnew() {
    record SameTask(CountingWaker task) implements Waker {
      @Override
      public void wake() {
        task.wake();
      }

      @Override
      public boolean willWake(Waker other) {
        return other instanceof SameTask(CountingWaker same) && same == task;
      }
    }
    Waker first = new SameTask(waker);
    assertThat(oneshot.poll(Context.from(first)).isReady()).isFalse();
    assertThat(oneshot.poll(Context.from(new SameTask(waker))).isReady()).isFalse();

    oneshot.complete("once");

    assertThat(waker.wakes()).isOne();
  }

  @Test
  void theFirstCompletionWins() {
    assertThat(oneshot.poll(waker.context()).isReady()).isFalse();

    assertThat(oneshot.complete("first")).isTrue();
    assertThat(oneshot.complete("second")).isFalse();
    assertThat(oneshot.fail(new IllegalStateException())).isFalse();

    assertThat(oneshot.poll(waker.context())).isEqualTo(Poll.ready("first"));
    assertThat(waker.wakes()).isOne();
  }

  @Test
  void aFailureIsThrownByThePollAndKeepsLaterValuesOut() {
    IllegalStateException thrown = new IllegalStateException("failed");
    assertThat(oneshot.poll(waker.context()).isReady()).isFalse();

    assertThat(oneshot.fail(thrown)).isTrue();
    assertThat(oneshot.complete("too late")).isFalse();

    assertThat(waker.wakes()).isOne();
    assertThat(oneshot.isDone()).isTrue();
    assertThatThrownBy(() -> oneshot.poll(waker.context())).isSameAs(thrown);
  }

  @Test
  void aValueThatIsItselfAWakerIsAValue() {
    Oneshot<Waker> ofWaker = new Oneshot<>();
    assertThat(ofWaker.poll(waker.context()).isReady()).isFalse();

    ofWaker.complete(Waker.noop());

    assertThat(ofWaker.poll(waker.context())).isEqualTo(Poll.ready(Waker.noop()));
  }

  @Test
  void theWakerMayPollFromWithinItsCall() {
    Probe<String> seen = new Probe<>();
    Waker polling = () -> seen.complete(oneshot.poll(waker.context()).isReady() ? "ready" : "not");
    assertThat(oneshot.poll(Context.from(polling)).isReady()).isFalse();

    oneshot.complete("value");

    assertThat(seen.poll(waker.context())).isEqualTo(Poll.ready("ready"));
  }

  @Test
  void droppingItIsHarmless() {
    oneshot.drop();

    assertThat(oneshot.complete("still")).isTrue();
  }
}
