package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Executor;
import dev.chime.delivery.Attempt;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.Endpoint;
import dev.chime.delivery.EndpointState;
import dev.chime.delivery.push.PushRun.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Calls of endpoints, in virtual time. */
class PushServiceTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final PushRun run = new PushRun();

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private void endpoint(String name, IntFunction<Reaction> receiver) {
    run.endpoint(name, PushRun.settings(name, 16, null), receiver::apply);
  }

  private Delivery add(String endpoint, String id) {
    return run.add(endpoint, id, PushRun.START);
  }

  @Test
  void aTimerThatElapsesIsDeliveredAtOnce() throws InterruptedException {
    endpoint("good", call -> Reaction.status(204));
    Delivery[] made = new Delivery[1];
    run.at(ms(1500), () -> made[0] = run.add("good", "t-1", PushRun.START.plusMillis(1500)));

    run.run(HOUR);

    assertThat(run.callsOf("good")).containsExactly(ms(1500));
    PushRun.Called called = run.calls.getFirst();
    assertThat(called.call().body()).isEqualTo("t-1");
    assertThat(called.call().headers())
        .containsEntry("webhook-id", made[0].id().value())
        .containsKeys("webhook-signature", "webhook-timestamp");
    assertThat(run.find(made[0]).state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(Executor.blockOn(run.store.attempts(made[0].id())))
        .containsExactly(new Attempt(1, PushRun.START.plusMillis(1500), ms(10), 204, "", null));
    assertThat(run.push.lanes()).isZero();
  }

  @Test
  void failuresAreRepeatedWithTheSameIdUntilTheyAreGivenUp() throws InterruptedException {
    endpoint("bad", call -> Reaction.status(500));
    Delivery delivery = add("bad", "t-1");

    run.run(HOUR);

    assertThat(run.callsOf("bad")).containsExactly(ms(0), ms(5_010), ms(305_020));
    assertThat(run.calls)
        .extracting(called -> called.call().headers().get("webhook-id"))
        .containsOnly(delivery.id().value());
    assertThat(run.find(delivery).state()).isEqualTo(DeliveryState.DEAD);
    assertThat(Executor.blockOn(run.store.attempts(delivery.id()))).hasSize(3);
    assertThat(run.push.lanes()).isZero();
  }

  @Test
  void noMoreAreInFlightThanAllowed() {
    run.endpoint("slow", PushRun.settings("slow", 3, null), call -> Reaction.after(ms(1_000), 200));
    for (int i = 0; i < 9; i++) {
      add("slow", "t-" + i);
    }

    run.run(HOUR);

    assertThat(run.mostAtOnce).isEqualTo(3);
    assertThat(run.callsOf("slow")).hasSize(9).last().isEqualTo(ms(2_000));
  }

  @Test
  void noMoreAreBegunInASecondThanAllowed() {
    run.endpoint("paced", PushRun.settings("paced", 100, 10), call -> Reaction.after(ms(1), 200));
    for (int i = 0; i < 30; i++) {
      add("paced", "t-" + i);
    }

    run.run(HOUR);

    List<Duration> calls = run.callsOf("paced");
    assertThat(calls).hasSize(30);
    for (int i = 10; i < calls.size(); i++) { // after a full bucket, one each 100 ms
      assertThat(calls.get(i)).isBetween(ms((i - 9) * 100L), ms((i - 9) * 100L + 1));
    }
  }

  /** One endpoint hangs for its whole timeout, and has 100,000 deliveries waiting. */
  @Test
  void whoHangsDelaysNobodyElse() {
    run.endpoint(
        "hangs",
        PushRun.settings("hangs", 16, null),
        call -> Reaction.after(Duration.ofSeconds(15), 504));
    endpoint("good", call -> Reaction.status(200));
    run.backlog("hangs", 100_000);
    List<Duration> due = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Duration time = ms(10 + i * 37L);
      due.add(time);
      run.elapse("good", "t-" + i, time);
    }

    run.run(Duration.ofSeconds(40));

    assertThat(run.callsOf("good")).isEqualTo(due);
    assertThat(run.callsOf("hangs")).hasSize(16 + 2);
    assertThat(run.backlog).isEqualTo(100_000 - 18);
  }

  @Test
  void afterTenFailuresInARowOneAtATimeTriesWhetherItWorksAgain() {
    endpoint("ill", call -> Reaction.status(call <= 20 ? 503 : 200));
    for (int i = 0; i < 60; i++) {
      add("ill", "t-" + i);
    }

    run.run(HOUR);

    List<Duration> calls = run.callsOf("ill");
    assertThat(calls.subList(0, 16)).containsOnly(ms(0));
    for (int i = 16; i < 21; i++) { // a probe each second, after the pause for the last failure
      assertThat(calls.get(i)).isEqualTo(ms(1_010L * (i - 15)));
    }
    assertThat(calls.get(21)).isEqualTo(ms(1_010L * 5 + 10)); // and then all the others
    assertThat(calls).hasSize(60 + 20);
  }

  @Test
  void whoIsGoneIsCalledNoMoreUntilItIsResumed() {
    run.endpoint(
        "gone", PushRun.settings("gone", 1, null), call -> Reaction.status(call == 1 ? 410 : 200));
    Delivery first = add("gone", "t-1");
    Delivery second = run.add("gone", "t-2", PushRun.START.plusMillis(1));
    run.at(
        Duration.ofMinutes(10),
        () -> {
          Endpoint endpoint = run.endpoints.get("gone");
          assertThat(endpoint.state()).isEqualTo(EndpointState.DISABLED);
          run.endpoint("gone", endpoint.settings(), call -> Reaction.status(200));
        });

    run.run(HOUR);

    assertThat(run.find(first).state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(run.find(second).state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(run.callsOf("gone")).hasSize(3);
    assertThat(run.callsOf("gone").get(1))
        .isBetween(Duration.ofMinutes(10), Duration.ofSeconds(601));
  }

  @Test
  void withoutAnEndpointDeliveriesAreDead() throws InterruptedException {
    Delivery delivery = add("none", "t-1");

    run.run(HOUR);

    assertThat(run.find(delivery).state()).isEqualTo(DeliveryState.DEAD);
    assertThat(Executor.blockOn(run.store.attempts(delivery.id())))
        .singleElement()
        .extracting(Attempt::error)
        .isEqualTo("there is no endpoint none");
  }

  @Test
  void whatTheStoreDoesNotTakeIsSettledLater() {
    endpoint("good", call -> Reaction.status(200));
    Delivery delivery = add("good", "t-1");
    run.settlingFails = true;
    run.at(Duration.ofSeconds(20), () -> run.settlingFails = false);

    run.run(HOUR);

    assertThat(run.callsOf("good")).hasSize(1);
    assertThat(run.find(delivery).state()).isEqualTo(DeliveryState.DELIVERED);
  }

  @Test
  void whatTheStoreDoesNotTakeBeforeTheLeaseEndsIsDeliveredAgain() {
    endpoint("good", call -> Reaction.status(200));
    Delivery delivery = add("good", "t-1");
    run.settlingFails = true;
    run.at(Duration.ofSeconds(60), () -> run.settlingFails = false);

    run.run(HOUR);

    assertThat(run.callsOf("good")).hasSize(2);
    assertThat(run.find(delivery).state()).isEqualTo(DeliveryState.DELIVERED);
  }
}
