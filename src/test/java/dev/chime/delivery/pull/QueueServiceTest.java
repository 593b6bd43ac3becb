package dev.chime.delivery.pull;

import static dev.chime.delivery.pull.QueueRun.LEASE;
import static dev.chime.delivery.pull.QueueRun.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.delivery.Deliveries;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.Settlement.Outcome;
import dev.chime.timer.Blocking;
import dev.chime.timer.Namespace;
import dev.chime.timer.service.TooManyWaitersException;
import dev.chime.timer.service.WaiterLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers who claim, wait and settle. */
@Timeout(60)
class QueueServiceTest {

  private static final Duration NONE = Duration.ZERO;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final QueueRun run = new QueueRun();

  private List<Delivery> claimNow(int max) {
    return Blocking.get(run.queues.claim(Deliveries.LANE, max, LEASE));
  }

  private static String token(Delivery delivery) {
    return Objects.requireNonNull(delivery.token());
  }

  private List<Worker> workers(int count, int max, Duration wait) {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(run.claim(max, wait));
    }
    return workers;
  }

  @Test
  void whatIsThereIsLeasedAtOnceTheOldestFirst() {
    run.add("c", START.minusSeconds(1));
    run.add("a", START.minusSeconds(3));
    run.add("b", START.minusSeconds(2));
    Worker worker = run.claim(2, MINUTE);
    run.run();
    assertThat(worker.timers()).containsExactly("a", "b");
    assertThat(worker.answeredAfter()).isZero();
    assertThat(worker.deliveries())
        .allMatch(each -> each.state() == DeliveryState.LEASED && each.attempts() == 1)
        .allMatch(each -> START.plus(LEASE).equals(each.availableAt()));
  }

  @Test
  void theAnswerDoesNotWaitUntilThereAreAsManyAsMayBe() {
    Worker worker = run.claim(10, MINUTE);
    run.elapse("a", SECOND);
    run.elapse("b", SECOND.multipliedBy(2));
    run.run();
    assertThat(worker.timers()).containsExactly("a");
    assertThat(worker.answeredAfter()).isEqualTo(SECOND);
  }

  @Test
  void atTheEndOfTheWaitThereIsNothingAndTheStoreWasAskedOnce() {
    Worker worker = run.claim(10, MINUTE);
    run.run();
    assertThat(worker.deliveries()).isEmpty();
    assertThat(worker.answeredAfter()).isEqualTo(MINUTE);
    assertThat(run.claims).hasValue(1);
    assertThat(run.queues.parked()).isZero();
    assertThat(run.waiters.count()).isZero();
    assertThat(run.waiters.endListeners()).isZero();
  }

  @Test
  void whoCameFirstIsServedFirst() {
    List<Worker> workers = workers(5, 1, MINUTE);
    for (int i = 0; i < 5; i++) {
      run.elapse("timer-" + i, SECOND.multipliedBy(i + 1));
    }
    run.run();
    for (int i = 0; i < 5; i++) {
      assertThat(workers.get(i).timers()).containsExactly("timer-" + i);
      assertThat(workers.get(i).answeredAfter()).isEqualTo(SECOND.multipliedBy(i + 1));
    }
  }

  @Test
  void whoComesLaterDoesNotOvertakeWhoWaits() {
    Worker first = run.claim(1, MINUTE);
    run.at(SECOND, () -> run.add("a", START));
    List<Worker> later = new ArrayList<>();
    run.at(SECOND, () -> later.add(run.claim(1, MINUTE)));
    run.run();
    assertThat(first.timers()).containsExactly("a");
    assertThat(later.getFirst().timers()).containsExactly("a"); // when the lease has ended
    assertThat(later.getFirst().answeredAfter()).isEqualTo(SECOND.plus(LEASE));
  }

  @Test
  void inACrowdFewDeliveriesMoveFewClaims() {
    List<Worker> crowd = workers(1000, 1, SECOND.multipliedBy(20));
    for (int i = 0; i < 3; i++) {
      run.elapse("timer-" + i, SECOND);
    }
    run.run();
    for (int i = 0; i < 1000; i++) {
      assertThat(crowd.get(i).deliveries()).hasSize(i < 3 ? 1 : 0);
      assertThat(crowd.get(i).answeredAfter()).isEqualTo(i < 3 ? SECOND : SECOND.multipliedBy(20));
    }
    assertThat(run.claims.get()).isBetween(4, 10);
  }

  @Test
  void oneWordOfManyDeliveriesReachesAllClaims() {
    QueueRun quiet = new QueueRun(WaiterLimits.NONE, false);
    quiet.latency = Duration.ofMillis(1);
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      workers.add(quiet.claim(2, MINUTE));
    }
    quiet.at(
        SECOND,
        () -> {
          for (int i = 0; i < 200; i++) {
            quiet.add("timer-" + i, START);
          }
          quiet.queues.available(Deliveries.LANE, START);
        });
    quiet.run();
    assertThat(workers).allMatch(worker -> worker.deliveries().size() == 2);
    assertThat(workers.getLast().answeredAfter()) // 1 + 2 + 4 + ... of them at a time
        .isLessThanOrEqualTo(SECOND.plusMillis(8));
  }

  @Test
  void whatIsAvailableLaterIsLeasedThen() {
    Worker worker = run.claim(1, MINUTE);
    run.at(SECOND, () -> run.add("a", START.plusSeconds(10)));
    run.run();
    assertThat(worker.timers()).containsExactly("a");
    assertThat(worker.answeredAfter()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theEndOfALeaseWakesWhoWaits() {
    run.add("a", START);
    assertThat(claimNow(1)).hasSize(1);
    Worker worker = run.claim(1, MINUTE);
    run.run();
    assertThat(worker.deliveries()).singleElement().matches(each -> each.attempts() == 2);
    assertThat(worker.answeredAfter()).isEqualTo(LEASE);
    assertThat(run.claims).hasValue(3);
  }

  @Test
  void theEndOfALeaseThatWasMadeWhileTheyWaitWakesThem() {
    List<Worker> workers = workers(2, 1, MINUTE);
    run.elapse("a", SECOND);
    run.run();
    assertThat(workers.getFirst().answeredAfter()).isEqualTo(SECOND);
    assertThat(workers.getLast().answeredAfter()).isEqualTo(SECOND.plus(LEASE));
  }

  @Test
  void whatIsGivenBackComesToWhoWaitsAfterItsDelay() {
    Delivery mine = claimed();
    Worker worker = run.claim(1, MINUTE);
    run.at(
        SECOND, () -> Blocking.get(run.queues.nack(mine.id(), token(mine), Duration.ofSeconds(5))));
    run.run();
    assertThat(worker.answeredAfter()).isEqualTo(Duration.ofSeconds(6));
    assertThat(worker.deliveries()).singleElement().matches(each -> each.attempts() == 2);
  }

  @Test
  void aLeaseCanBeMadeLongerAndShorter() {
    Delivery mine = claimed();
    Worker worker = run.claim(1, MINUTE);
    run.at(SECOND, () -> Blocking.get(run.queues.extend(mine.id(), token(mine), MINUTE)));
    run.at(LEASE.plusSeconds(1), () -> assertThat(worker.isAnswered()).isFalse());
    run.at(
        LEASE.plusSeconds(2),
        () -> Blocking.get(run.queues.extend(mine.id(), token(mine), SECOND)));
    run.run();
    assertThat(worker.answeredAfter()).isEqualTo(LEASE.plusSeconds(3));
  }

  private Delivery claimed() {
    run.add("a", START);
    return claimNow(1).getFirst();
  }

  @Test
  void whatWasCarriedOutIsNotGivenAgain() {
    Delivery mine = claimed();
    assertThat(Blocking.get(run.queues.ack(mine.id(), token(mine))))
        .get()
        .isInstanceOf(Outcome.Settled.class);
    Worker worker = run.claim(1, MINUTE);
    run.run();
    assertThat(worker.deliveries()).isEmpty();
  }

  @Test
  void whoseTokenIsStaleOrUnknownIsTold() {
    Delivery mine = claimed();
    DeliveryId unknown = new DeliveryId(Namespace.DEFAULT, "unknown");
    run.run();
    List<Optional<Outcome>> outcomes =
        Blocking.get(
            run.queues.ackAll(
                List.of(
                    new QueueService.Ack(mine.id(), "stale"),
                    new QueueService.Ack(unknown, token(mine)),
                    new QueueService.Ack(mine.id(), token(mine)))));
    assertThat(outcomes).hasSize(3);
    assertThat(outcomes.get(0)).get().isInstanceOf(Outcome.Stale.class);
    assertThat(outcomes.get(1)).isEmpty();
    assertThat(outcomes.get(2)).get().isInstanceOf(Outcome.Settled.class);
  }

  @Test
  void whoHasGoneWhileWaitingTakesNothing() {
    List<Worker> workers = workers(2, 1, MINUTE);
    run.at(SECOND, workers.getFirst()::leave);
    run.elapse("a", SECOND.multipliedBy(2));
    run.run();
    assertThat(workers.getFirst().isAnswered()).isFalse();
    assertThat(workers.getLast().answeredAfter()).isEqualTo(SECOND.multipliedBy(2));
    assertThat(run.waiters.count()).isZero();
    assertThat(run.queues.parked()).isZero();
  }

  @Test
  void whoGoesInTheTurnInWhichItIsWokenPassesItOn() {
    List<Worker> workers = workers(2, 1, MINUTE);
    run.at(
        SECOND,
        () -> {
          run.add("a", START);
          workers.getFirst().leave();
        });
    run.run();
    assertThat(workers.getLast().answeredAfter()).isEqualTo(SECOND);
  }

  @Test
  void whatIsLeasedToWhoHasGoneIsGivenBack() {
    run.latency = Duration.ofMillis(100);
    List<Worker> workers = workers(2, 1, MINUTE);
    run.elapse("a", SECOND);
    run.at(SECOND.plusMillis(50), workers.getFirst()::leave);
    run.run();
    assertThat(workers.getFirst().isAnswered()).isFalse();
    assertThat(workers.getLast().answeredAfter()).isEqualTo(SECOND.plusMillis(200));
    assertThat(workers.getLast().deliveries())
        .singleElement()
        .matches(each -> each.attempts() == 2);
    assertThat(run.waiters.count()).isZero();
  }

  @Test
  void aStoreThatFailsFailsTheClaimAndTheNextOneTriesAgain() {
    List<Worker> workers = workers(2, 1, MINUTE);
    run.at(
        SECOND,
        () -> {
          run.storeFails = true;
          run.add("a", START);
        });
    run.at(SECOND.plusMillis(1), () -> run.storeFails = false);
    run.run();
    assertThat(workers.getFirst().isAnswered()).isFalse();
    assertThat(workers.getLast().answeredAfter()).isEqualTo(SECOND.plus(QueueService.PAUSE));
    assertThat(run.waiters.count()).isZero();
  }

  @Test
  void newsThatWasMissedIsFoundByARecheck() {
    QueueRun quiet = new QueueRun(WaiterLimits.NONE, false);
    Worker worker = quiet.claim(1, MINUTE);
    quiet.at(SECOND, () -> quiet.add("a", START));
    quiet.at(SECOND.multipliedBy(2), quiet.queues::recheck);
    quiet.run();
    assertThat(worker.answeredAfter()).isEqualTo(SECOND.multipliedBy(2));
  }

  @Test
  void atAShutdownAllWaitingEnds() {
    List<Worker> workers = workers(3, 1, MINUTE);
    run.at(SECOND, run.waiters::end);
    List<Worker> later = new ArrayList<>();
    run.at(SECOND.multipliedBy(2), () -> later.add(run.claim(1, MINUTE)));
    run.run();
    assertThat(workers).allMatch(each -> each.deliveries().isEmpty());
    assertThat(workers).allMatch(each -> each.answeredAfter().equals(SECOND));
    assertThat(later.getFirst().answeredAfter()).isEqualTo(SECOND.multipliedBy(2));
  }

  @Test
  void aClaimThatWaitsTakesThePlaceOfAWaiter() {
    QueueRun limited = new QueueRun(new WaiterLimits(2, namespace -> 1), true);
    Worker worker = limited.claim(1, MINUTE);
    assertThatExceptionOfType(TooManyWaitersException.class)
        .isThrownBy(() -> limited.claim(1, MINUTE));
    limited.elapse("a", SECOND);
    limited.at(SECOND.plusMillis(1), () -> limited.claim(1, NONE));
    limited.run();
    assertThat(worker.deliveries()).hasSize(1);
    assertThat(limited.waiters.count()).isZero();
  }
}
