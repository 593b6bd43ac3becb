package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chime.timer.Namespace;
import dev.chime.timer.TimerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NodesTest {

  private static final int TIMERS = 10_000;
  private static final Offset<Double> ABOUT = within(0.05);

  private static Nodes node(String self, String... others) {
    Nodes nodes = new Nodes();
    nodes.update(self, List.of(others));
    return nodes;
  }

  private static List<TimerId> timers() {
    return IntStream.range(0, TIMERS)
        .mapToObj(i -> new TimerId(Namespace.DEFAULT, "timer-" + i))
        .toList();
  }

  @Test
  void whoHasHeardOfNobodySeesToEverything() {
    Nodes nodes = new Nodes();
    assertThat(timers()).allMatch(nodes::isMine);
    assertThat(nodes.live()).isEqualTo(1);
    assertThat(nodes.share()).isEqualTo(1);
    assertThat(nodes.rank()).isZero();
  }

  @Test
  void eachTimerIsOneNodesAndTheSharesAreEqual() {
    List<Nodes> all = List.of(node("a", "b", "c"), node("b", "c", "a"), node("c", "a", "b"));
    for (TimerId id : timers()) {
      assertThat(all.stream().filter(nodes -> nodes.isMine(id))).hasSize(1);
    }
    for (Nodes nodes : all) {
      long mine = timers().stream().filter(nodes::isMine).count();
      assertThat((double) mine / TIMERS).isCloseTo(1 / 3.0, ABOUT);
      assertThat(nodes.share()).isCloseTo(1 / 3.0, ABOUT);
    }
  }

  @Test
  void everyNodeKnowsTheSharesOfAll() {
    assertThat(new Nodes().shares("me")).isEqualTo(Map.of("me", 1.0));
    Map<String, Double> shares = node("b", "c", "a").shares("b");
    assertThat(shares).containsOnlyKeys("a", "b", "c").isEqualTo(node("c", "b", "a").shares("c"));
    assertThat(shares.values()).allSatisfy(share -> assertThat(share).isCloseTo(1 / 3.0, ABOUT));
    assertThat(node("a", "b", "c").share()).isEqualTo(shares.get("a"));
    assertThat(node("b", "a", "c").share()).isEqualTo(shares.get("b"));
  }

  @Test
  void whatALeaverHadIsSpreadAndNothingElseChangesHands() {
    Nodes a = node("a", "b", "c");
    Nodes b = node("b", "a", "c");
    List<TimerId> ofA = timers().stream().filter(a::isMine).toList();
    List<TimerId> ofB = timers().stream().filter(b::isMine).toList();
    assertThat(a.update("a", List.of("b"))).isTrue();
    assertThat(b.update("b", List.of("a"))).isTrue();

    assertThat(ofA).allMatch(a::isMine);
    assertThat(ofB).allMatch(b::isMine);
    List<TimerId> ofTheLeaver = new ArrayList<>(timers());
    ofTheLeaver.removeAll(ofA);
    ofTheLeaver.removeAll(ofB);
    double taken = (double) ofTheLeaver.stream().filter(a::isMine).count() / ofTheLeaver.size();
    assertThat(taken).isCloseTo(0.5, ABOUT);
    assertThat(a.takeovers()).isEqualTo(1);
  }

  @Test
  void namespacesAreToldApart() {
    Nodes nodes = node("a", "b");
    long same =
        timers().stream()
            .filter(
                id ->
                    nodes.isMine(id)
                        == nodes.isMine(new TimerId(new Namespace("other"), id.value())))
            .count();
    assertThat((double) same / TIMERS).isCloseTo(0.5, ABOUT);
  }

  @Test
  void theOrderIsTheSameForAll() {
    assertThat(node("a", "c", "b").rank()).isZero();
    assertThat(node("b", "a", "c").rank()).isEqualTo(1);
    assertThat(node("c", "b", "a").rank()).isEqualTo(2);
  }

  @Test
  void theSameAgainIsNoNews() {
    Nodes nodes = node("a", "b");
    assertThat(nodes.update("a", List.of("b"))).isFalse();
    assertThat(nodes.update("a", List.of("b", "c"))).isTrue();
    assertThat(nodes.takeovers()).isZero();
  }
}
