package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoverTest {

  private final CountingWaker waker = new CountingWaker();
  private final IllegalStateException failure = new IllegalStateException("on purpose");
  private final List<RuntimeException> failures = new ArrayList<>();

  private String recovered(RuntimeException thrown) {
    failures.add(thrown);
    return "recovered";
  }

  @Test
  void aValueIsPassedOnAsItIs() {
    Probe<String> source = new Probe<>();
    Future<String> future = source.recover(this::recovered);
    assertThat(future.poll(waker.context()).isReady()).isFalse();

    source.complete("value");

    assertThat(waker.wakes()).isOne();
    assertThat(future.poll(waker.context())).isEqualTo(Poll.ready("value"));
    assertThat(failures).isEmpty();
    assertThat(source.drops()).isZero();
  }

  @Test
  void aFailureBecomesAValueInTheSamePoll() {
    Probe<String> source = new Probe<>();
    Future<String> future = source.recover(this::recovered);
    assertThat(future.poll(waker.context()).isReady()).isFalse();

    source.fail(failure);

    assertThat(future.poll(waker.context())).isEqualTo(Poll.ready("recovered"));
    assertThat(failures).containsExactly(failure);
  }

  @Test
  void whatHasFailedIsDroppedBeforeTheFallbackIsAsked() {
    Probe<String> source = Probe.failing(failure);
    Future<String> future = source.recover(thrown -> "after " + source.drops() + " drop");

    assertThat(future.poll(waker.context())).isEqualTo(Poll.ready("after 1 drop"));
  }

  @Test
  void whatIsLeftOfWhatHasFailedLeavesNothing() {
    Probe<Integer> other = new Probe<>();
    Future<Integer> failing = Probe.<Integer>failing(failure).select(other).map(either -> 1);

    assertThat(failing.recover(thrown -> 2).poll(waker.context())).isEqualTo(Poll.ready(2));

    assertThat(other.drops()).isOne();
  }

  @Test
  void aDropThatThrowsIsAddedToTheFailure() {
    ArithmeticException ofDrop = new ArithmeticException();
    Future<String> source =
        new Future<>() {
          @Override
          public Poll<String> poll(Context context) {
            throw failure;
          }

          @Override
          public void drop() {
            throw ofDrop;
          }
        };

    assertThat(source.recover(this::recovered).poll(waker.context()))
        .isEqualTo(Poll.ready("recovered"));
    assertThat(failures).containsExactly(failure);
    assertThat(failure.getSuppressed()).containsExactly(ofDrop);
  }

  @Test
  void theFallbackMayThrow() {
    ArithmeticException thrown = new ArithmeticException();
    Future<String> future =
        Probe.<String>failing(failure)
            .recover(
                first -> {
                  throw thrown;
                });

    assertThatThrownBy(() -> future.poll(waker.context())).isSameAs(thrown);
  }

  @Test
  void anErrorIsNotRecoveredFrom() {
    AssertionError error = new AssertionError();
    Future<String> source =
        context -> {
          throw error;
        };

    assertThatThrownBy(() -> source.recover(this::recovered).poll(waker.context())).isSameAs(error);
    assertThat(failures).isEmpty();
  }

  @Test
  void ofSeveralJoinedFuturesOneMayFail() throws InterruptedException {
    List<Future<String>> all =
        List.of(
            Future.ready("one").recover(this::recovered),
            Probe.<String>failing(failure).recover(this::recovered),
            Future.yieldNow().map(turn -> "three").recover(this::recovered));

    assertThat(Executor.blockOn(Future.joinAll(all))).containsExactly("one", "recovered", "three");
  }
}
