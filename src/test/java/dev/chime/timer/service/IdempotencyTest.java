package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdempotencyTest {

  private static final TimerDraft DRAFT =
      new TimerDraft(new Due.After(Duration.ofSeconds(5)), null, "{\"a\":1}", Map.of("k", "v"));
  private static final IdempotencyKey KEY =
      new IdempotencyKey(Namespace.DEFAULT, "key", "one body");

  private final ServiceRun run = new ServiceRun();
  private final Timer timer = ((Creation.Created) run.create(DRAFT, KEY)).timer();

  @Test
  void theSameRequestAgainHasTheSameAnswerAndMakesNothing() {
    run.at(
        Duration.ofSeconds(1),
        () -> assertThat(run.create(DRAFT, KEY)).isEqualTo(new Creation.Replayed(timer)));
    run.run();
    assertThat(run.listener.created).containsExactly(timer);
    assertThat(run.listener.elapsed).hasSize(1);
  }

  @Test
  void theAnswerIsAsItWasThen() {
    run.at(
        Duration.ofSeconds(10),
        () -> assertThat(run.create(DRAFT, KEY)).isEqualTo(new Creation.Replayed(timer)));
    run.run();
    assertThat(run.find(timer.id()).state()).isEqualTo(TimerState.ELAPSED);
  }

  @Test
  void anotherRequestWithTheSameKeyIsRefused() {
    assertThat(
            run.create(DRAFT, new IdempotencyKey(Namespace.DEFAULT, KEY.value(), "another body")))
        .isEqualTo(new Creation.KeyReused());
    run.run();
    assertThat(run.listener.created).containsExactly(timer);
  }

  @Test
  void theSameRequestWithAnotherKeyOrNoneIsNew() {
    assertThat(run.create(DRAFT, new IdempotencyKey(Namespace.DEFAULT, "other", KEY.fingerprint())))
        .isInstanceOf(Creation.Created.class);
    assertThat(run.create(DRAFT, null)).isInstanceOf(Creation.Created.class);
    run.run();
    assertThat(run.listener.created).hasSize(3).doesNotHaveDuplicates();
    assertThat(run.listener.elapsed).hasSize(3);
  }

  @Test
  void ofManyAtOnceWithTheSameKeyOneCreates() throws InterruptedException, ExecutionException {
    for (int round = 0; round < 200; round++) {
      List<Creation> creations =
          atOnce(8, new IdempotencyKey(Namespace.DEFAULT, "round " + round, "body"));
      assertThat(creations).filteredOn(Creation.Created.class::isInstance).hasSize(1);
      assertThat(
              creations.stream()
                  .filter(creation -> !(creation instanceof Creation.InFlight))
                  .map(IdempotencyTest::timer)
                  .distinct())
          .hasSize(1);
    }
    assertThat(run.listener.created).hasSize(201);
    run.run();
    assertThat(run.listener.elapsed).hasSize(201);
  }

  private List<Creation> atOnce(int threads, IdempotencyKey key)
      throws InterruptedException, ExecutionException {
    CyclicBarrier start = new CyclicBarrier(threads);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Creation> creating =
          () -> {
            start.await();
            return run.create(DRAFT, key);
          };
      List<Creation> creations = new ArrayList<>();
      for (var creation : executor.invokeAll(Collections.nCopies(threads, creating))) {
        creations.add(creation.get());
      }
      return creations;
    }
  }

  private static Timer timer(Creation creation) {
    return switch (creation) {
      case Creation.Created(Timer created) -> created;
      case Creation.Replayed(Timer created) -> created;
      default -> throw new AssertionError("the bodies are the same: " + creation);
    };
  }
}
