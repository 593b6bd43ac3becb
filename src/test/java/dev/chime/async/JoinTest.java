package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinTest {

  private final CountingWaker waker = new CountingWaker();

  @Test
  void joinIsReadyWhenBothAre() {
    Probe<String> first = new Probe<>();
    Probe<Integer> second = new Probe<>();
    Future<Join.Both<String, Integer>> join = first.join(second);

    assertThat(join.poll(waker.context()).isReady()).isFalse();
    second.complete(2);
    assertThat(join.poll(waker.context()).isReady()).isFalse();
    first.complete("one");

    assertThat(join.poll(waker.context())).isEqualTo(Poll.ready(new Join.Both<>("one", 2)));
    assertThat(waker.wakes()).isEqualTo(2);
  }

  @Test
  void joinPollsBothAtTheFirstPollAndNeitherAfterItIsDone() {
    Probe<String> slow = new Probe<>();
    Probe<String> quick = Probe.ready("quick");
    Future<Join.Both<String, String>> join = slow.join(quick);

    assertThat(join.poll(waker.context()).isReady()).isFalse();
    assertThat(join.poll(waker.context()).isReady()).isFalse();

    assertThat(slow.polls()).isEqualTo(2);
    assertThat(quick.polls()).isOne();
  }

  @Test
  void joinThrowsWhatEitherThrows() {
    IllegalStateException thrown = new IllegalStateException();
    Probe<String> pending = new Probe<>();

    assertThatThrownBy(() -> pending.join(Probe.failing(thrown)).poll(waker.context()))
        .isSameAs(thrown);
    assertThatThrownBy(() -> Probe.failing(thrown).join(pending).poll(waker.context()))
        .isSameAs(thrown);
  }

  @Test
  void joinAllKeepsTheOrderOfTheFuturesWhateverTheOrderOfCompletion() {
    List<Probe<Integer>> probes =
        IntStream.range(0, 20).mapToObj(i -> new Probe<Integer>()).toList();
    Future<List<Integer>> all = Future.joinAll(probes);
    assertThat(all.poll(waker.context()).isReady()).isFalse();

    for (int i = probes.size() - 1; i > 0; i--) {
      probes.get(i).complete(i);
      assertThat(all.poll(waker.context()).isReady()).isFalse();
    }
    probes.getFirst().complete(0);

    assertThat(all.poll(waker.context()))
        .isEqualTo(Poll.ready(IntStream.range(0, 20).boxed().toList()));
    assertThat(waker.wakes()).isEqualTo(20);
    assertThat(probes.getLast().polls()).isEqualTo(2); // none is polled after it was ready
  }

  @Test
  void joinAllOfNothingIsReady() {
    assertThat(Future.<String>joinAll(List.of()).poll(waker.context()))
        .isEqualTo(Poll.ready(List.of()));
  }

  @Test
  void joinAllThrowsWhatAnyThrows() {
    IllegalStateException thrown = new IllegalStateException();
    Future<List<String>> all =
        Future.joinAll(List.of(new Probe<String>(), Probe.<String>failing(thrown)));

    assertThatThrownBy(() -> all.poll(waker.context())).isSameAs(thrown);
  }
}
