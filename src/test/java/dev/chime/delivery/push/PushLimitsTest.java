package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.push.PushRun.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits for all endpoints together, and what happens at them, in virtual time. */
class PushLimitsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int CAPACITY = 1_000_000;

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static void slow(PushRun run, String name, int deliveries) {
    run.endpoint(name, PushRun.settings(name, 16, null), call -> Reaction.after(ms(1_000), 200));
    for (int i = 0; i < deliveries; i++) {
      run.add(name, name + "-" + i, PushRun.START);
    }
  }

  @Test
  void allEndpointsTogetherHaveNoMoreInFlightThanAllowed() {
    PushRun run = new PushRun(4, CAPACITY, 1);
    slow(run, "a", 8);
    slow(run, "b", 8);
    slow(run, "c", 8);

    run.run(HOUR);

    assertThat(run.mostAtOnce).isEqualTo(4);
    assertThat(run.calls).hasSize(24);
    assertThat(run.calls.getLast().at()).isEqualTo(ms(5_000));
    assertThat(run.push.lanes()).isZero();
  }

  @Test
  void whoAsksForLittleHasItsTurnAmongThoseWhoAskForMuch() {
    PushRun run = new PushRun(2, CAPACITY, 1);
    run.endpoint("busy", PushRun.settings("busy", 16, null), call -> Reaction.after(ms(10), 200));
    for (int i = 0; i < 500; i++) {
      run.add("busy", "t-" + i, PushRun.START);
    }
    run.endpoint("rare", PushRun.settings("rare", 16, null), call -> Reaction.after(ms(10), 200));
    run.elapse("rare", "t-1", ms(105));

    run.run(HOUR);

    assertThat(run.callsOf("rare"))
        .singleElement()
        .isEqualTo(ms(120)); // the other was in line before
    assertThat(run.callsOf("busy")).hasSize(500);
  }

  /** A pump that stood in line and is held back must not keep others from their turns. */
  @Test
  void whoIsPausedInLineLeavesIt() {
    PushRun run = new PushRun(1, CAPACITY, 1);
    slow(run, "first", 3);
    slow(run, "paused", 1);
    slow(run, "last", 1);
    run.at(ms(500), () -> run.pause("paused"));

    run.run(HOUR);

    assertThat(run.callsOf("paused")).isEmpty();
    assertThat(run.callsOf("last")).hasSize(1);
    assertThat(run.callsOf("first")).hasSize(3);
  }

  @Test
  void anEndpointsLimitsAreForAllProcessesTogether() {
    PushRun run = new PushRun(4096, CAPACITY, 3);
    slow(run, "a", 20);

    run.run(HOUR);

    assertThat(run.mostAtOnce).isEqualTo(6); // a third of 16, rounded up
  }

  /** There is no room for the pump at first, and for its attempt until later. */
  @Test
  void aFullExecutorDelaysDeliveriesButLosesNone() {
    PushRun run = new PushRun(4096, 5, 1);
    run.endpoint("good", PushRun.settings("good", 16, null), call -> Reaction.status(200));
    run.push.start();
    List<Delivery> made = new ArrayList<>();
    run.at(ms(1_000), () -> made.add(run.add("good", "t-1", PushRun.START)));
    run.at(ms(10_000), () -> {});
    run.at(ms(10_000), () -> {});

    run.run(HOUR); // which is the fifth task

    assertThat(run.find(made.getFirst()).state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(run.callsOf("good"))
        .singleElement()
        .satisfies(at -> assertThat(at).isBetween(ms(10_000), ms(10_200)));
  }

  @Test
  void whatTheStoreHasAtTheStartIsDelivered() {
    PushRun run = new PushRun();
    run.endpoint("good", PushRun.settings("good", 16, null), call -> Reaction.status(200));
    run.told = false;
    Delivery delivery = run.add("good", "t-1", PushRun.START);
    run.at(ms(100), run.push::start);
    run.at(ms(200), () -> run.add("good", "t-2", PushRun.START));
    run.at(ms(300), run.push::recheck);

    run.run(HOUR);

    assertThat(run.find(delivery).state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(run.callsOf("good")).containsExactly(ms(100), ms(300));
  }

  /** The store answers a claim when half of the lease is over, so the call would outlast it. */
  @Test
  void whatWasClaimedTooLongAgoIsGivenBack() {
    PushRun run = new PushRun();
    run.endpoint(
        "slow", PushRun.settings("slow", 16, null), call -> Reaction.after(ms(14_000), 200));
    run.claimDelay = Duration.ofSeconds(20);
    Delivery delivery = run.add("slow", "t-1", PushRun.START);
    run.at(ms(19_000), () -> run.claimDelay = Duration.ZERO);

    run.run(HOUR);

    assertThat(run.mostAtOnce).isEqualTo(1);
    assertThat(run.callsOf("slow")).containsExactly(ms(20_000));
    assertThat(run.find(delivery).state()).isEqualTo(DeliveryState.DELIVERED);
  }

  @Test
  void atTheEndNothingIsBegunAndWhatIsInFlightEnds() {
    PushRun run = new PushRun();
    run.endpoint("slow", PushRun.settings("slow", 2, null), call -> Reaction.after(ms(1_000), 200));
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      deliveries.add(run.add("slow", "t-" + i, PushRun.START));
    }
    List<Duration> stopped = new ArrayList<>();
    run.at(ms(500), () -> run.spawn(run.push.stop().then(done -> now(run, stopped))));

    run.run(HOUR);

    assertThat(stopped).containsExactly(ms(1_000));
    assertThat(run.callsOf("slow")).hasSize(2);
    assertThat(deliveries.stream().map(each -> run.find(each).state()))
        .containsExactlyInAnyOrder(
            DeliveryState.DELIVERED,
            DeliveryState.DELIVERED,
            DeliveryState.PENDING,
            DeliveryState.PENDING,
            DeliveryState.PENDING);
  }

  private static Future<Boolean> now(PushRun run, List<Duration> times) {
    return Future.ready(times.add(run.now()));
  }
}
