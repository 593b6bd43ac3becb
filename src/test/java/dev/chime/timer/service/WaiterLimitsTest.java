package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chime.async.Future;
import dev.chime.async.RejectedSpawnException;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** So many may wait, of each namespace and together, and no more. */
@Timeout(60)
class WaiterLimitsTest {

  private static final Namespace OTHER = new Namespace("other");
  private static final Namespace THIRD = new Namespace("third");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ServiceRun run = new ServiceRun(new WaiterLimits(3, namespace -> 2));
  private final Timer timer = run.create(MINUTE);

  private Waiter await() {
    return run.await(timer.id(), MINUTE.multipliedBy(2));
  }

  private Waiter awaitOf(Namespace namespace) {
    return run.await(new TimerId(namespace, "unknown"), MINUTE);
  }

  private void isFull() {
    assertThatExceptionOfType(TooManyWaitersException.class)
        .isThrownBy(this::await)
        .matches(e -> e.limit() == 2 && Namespace.DEFAULT.equals(e.namespace()));
  }

  @Test
  void aNamespaceHasItsOwnLimit() {
    await();
    await();
    isFull();
    awaitOf(OTHER);
    assertThat(run.service.waiting()).isEqualTo(3);
  }

  @Test
  void allTogetherHaveALimitAndWhoIsRefusedTakesNoPlace() {
    Waiter first = await();
    await();
    awaitOf(OTHER);
    for (int i = 0; i < 5; i++) { // more than THIRD might have, if it kept them
      assertThatExceptionOfType(TooManyWaitersException.class)
          .isThrownBy(() -> awaitOf(THIRD))
          .matches(e -> e.limit() == 3 && e.namespace() == null);
    }
    run.at(SECOND, first.handle()::cancel);
    run.at(SECOND.plusMillis(1), () -> awaitOf(OTHER));
    run.at(SECOND.plusMillis(2), () -> awaitOf(THIRD));
    run.run();
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void anAnswerGivesThePlaceBack() {
    await();
    await();
    run.at(SECOND, () -> run.cancel(timer.id()));
    run.at(
        SECOND.plusMillis(1),
        () -> {
          await();
          await();
          isFull();
        });
    run.run();
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void theEndOfTheWaitGivesThePlaceBack() {
    run.await(timer.id(), SECOND);
    await();
    run.at(SECOND.plusMillis(1), this::await);
    run.at(SECOND.plusMillis(2), this::isFull);
    run.run();
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void cancellingGivesThePlaceBack() {
    Waiter beforeItsFirstLook = await();
    await();
    beforeItsFirstLook.handle().cancel();
    run.at(SECOND, this::await);
    run.at(SECOND.plusMillis(1), this::isFull);
    run.run();
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void whoFindsNoRoomInTheExecutorGivesThePlaceBack() {
    run.spawner().close();
    for (int i = 0; i < 5; i++) {
      assertThatExceptionOfType(RejectedSpawnException.class).isThrownBy(this::await);
      assertThatExceptionOfType(RejectedSpawnException.class)
          .isThrownBy(
              () ->
                  run.spawner()
                      .spawn(run.service.awaitSeveral(List.of(timer.id()), WaitMode.ALL, MINUTE)));
    }
    assertThat(run.service.waiting()).isZero();
  }

  @Test
  void aWaitThatIsNeverBegunGivesThePlaceBack() {
    Future<Optional<Timer>> waiting = run.service.await(timer.id(), null, MINUTE);
    await();
    isFull();
    waiting.drop();
    await();
    isFull();
  }

  @Test
  void aStreamTakesAPlaceUntilItIsClosed() {
    EventSubscription stream = run.service.subscribe(Namespace.DEFAULT, any -> true, null);
    await();
    isFull();
    assertThatExceptionOfType(TooManyWaitersException.class)
        .isThrownBy(() -> run.service.subscribe(Namespace.DEFAULT, any -> true, null));
    stream.close();
    run.service.subscribe(Namespace.DEFAULT, any -> true, null);
    isFull();
  }

  @Test
  void waitingForSeveralTakesOnePlace() {
    List<TimerId> several = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      several.add(run.create(MINUTE).id());
    }
    run.spawner().spawn(run.service.awaitSeveral(several, WaitMode.ALL, SECOND));
    await();
    isFull();
    run.at(SECOND.plusMillis(1), this::await);
    run.run();
    assertThat(run.service.waiting()).isZero();
  }
}
