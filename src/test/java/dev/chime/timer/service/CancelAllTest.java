package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Blocking;
import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelAllTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final ServiceRun run = new ServiceRun();

  private static TimerQuery query(List<Map.Entry<String, String>> labels) {
    return new TimerQuery(
        Namespace.DEFAULT, Set.of(TimerState.PENDING), labels, null, null, null, 7);
  }

  private Timer labelled(Namespace namespace, String value) {
    TimerDraft draft = new TimerDraft(new Due.After(HOUR), null, null, Map.of("k", value));
    Creation creation = Blocking.get(run.service.create(namespace, draft));
    return ((Creation.Created) creation).timer();
  }

  @Test
  void allPagesAreCancelledAndCounted() {
    List<Waiter> waiters = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waiters.add(run.await(run.create(HOUR).id(), HOUR));
    }
    run.at(
        SECOND,
        () -> assertThat(Blocking.get(run.service.cancelAll(query(List.of())))).isEqualTo(50));
    run.at(SECOND.plusMillis(1), () -> assertThat(run.armed()).isEqualTo(1)); // the test's end
    run.run();
    assertThat(run.listener.cancelled).hasSize(50);
    assertThat(waiters)
        .allMatch(waiter -> waiter.timer().state() == TimerState.CANCELLED)
        .allMatch(waiter -> waiter.answeredAt().equals(ServiceRun.START.plus(SECOND)));
  }

  @Test
  void onlyThoseOfTheListAreCancelled() {
    Timer listed = labelled(Namespace.DEFAULT, "v");
    Timer others = labelled(Namespace.DEFAULT, "w");
    Timer elsewhere = labelled(new Namespace("other"), "v");
    Timer decided = run.cancel(labelled(Namespace.DEFAULT, "v").id());
    List<Map.Entry<String, String>> labels = List.of(Map.entry("k", "v"));
    assertThat(Blocking.get(run.service.cancelAll(query(labels)))).isEqualTo(1);
    assertThat(run.find(listed.id()).state()).isEqualTo(TimerState.CANCELLED);
    assertThat(run.find(others.id()).isPending()).isTrue();
    assertThat(run.find(elsewhere.id()).isPending()).isTrue();
    assertThat(run.find(decided.id())).isEqualTo(decided);
    assertThat(Blocking.get(run.service.cancelAll(query(labels)))).isZero();
  }

  @Test
  void whatIsCreatedAfterItBeganIsLeftAlone() {
    for (int i = 0; i < 20; i++) {
      run.create(HOUR);
    }
    run.at(
        SECOND,
        () -> {
          var cancelling = run.service.cancelAll(query(List.of()));
          run.at(SECOND, () -> run.create(HOUR));
          run.at(SECOND.multipliedBy(2), () -> assertThat(Blocking.get(cancelling)).isEqualTo(20));
        });
    run.run();
    assertThat(run.listener.cancelled).hasSize(20);
    assertThat(run.listener.elapsed).hasSize(1);
  }

  @Test
  void thereMayBeNothingToCancel() {
    assertThat(Blocking.get(run.service.cancelAll(query(List.of())))).isZero();
  }
}
