package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What costs something is computed seldom, and one at a time. */
@Timeout(60)
class CostlyAnswersTest {

  private static final Duration TOOK = Duration.ofMillis(100);

  private long nanos;
  private final AtomicInteger computed = new AtomicInteger();
  private final CostlyAnswers answers =
      new CostlyAnswers(() -> nanos, new Meter(), (BlockingStrategy) wait -> nanos += wait);

  /** The time of this test. */
  private final class Meter implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private Object ask(String question, Duration takes) throws InterruptedException {
    return answers.get(
        question,
        () -> {
          pass(takes);
          return computed.incrementAndGet();
        });
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void anAnswerIsKeptForTwentyTimesAsLongAsItTook() throws InterruptedException {
    assertThat(ask("a", TOOK)).isEqualTo(1);
    pass(TOOK.multipliedBy(20).minusNanos(1));
    assertThat(ask("a", TOOK)).isEqualTo(1);
    pass(Duration.ofNanos(1));
    assertThat(ask("a", TOOK)).isEqualTo(2);
  }

  @Test
  void anAnswerIsKeptForASecondHoweverLittleItTook() throws InterruptedException {
    assertThat(ask("a", Duration.ZERO)).isEqualTo(1);
    pass(Duration.ofMillis(999));
    assertThat(ask("a", Duration.ZERO)).isEqualTo(1);
    assertThat(ask("b", Duration.ZERO)).isEqualTo(2);
    pass(Duration.ofMillis(1));
    assertThat(ask("a", Duration.ZERO)).isEqualTo(3);
  }

  @Test
  void whateverIsAskedTakesATwentiethOfTheTime() throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      ask("question " + i, TOOK);
    }
    Duration all = TOOK.multipliedBy(1000);
    Duration saved = Duration.ofSeconds(1);
    assertThat(Duration.ofNanos(nanos))
        .isBetween(
            all.minus(saved).minus(TOOK).multipliedBy(20), all.plusSeconds(1).multipliedBy(20));
  }

  @Test
  void aFewQuestionsNeedNotWait() throws InterruptedException {
    for (int i = 0; i < 9; i++) {
      ask("question " + i, TOOK);
    }
    assertThat(Duration.ofNanos(nanos)).isEqualTo(TOOK.multipliedBy(9));
  }

  @Test
  void aFailureIsNotKeptButHasItsPrice() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(
              () ->
                  answers.get(
                      "a",
                      () -> {
                        pass(TOOK);
                        throw new StoreException("on purpose", null);
                      }))
          .isInstanceOf(StoreException.class);
    }
    assertThat(Duration.ofNanos(nanos)).isGreaterThan(TOOK.multipliedBy(20 * 80));
    assertThat(ask("a", TOOK)).isEqualTo(1);
  }

  @Test
  void whoAsksTheSameMeanwhileGetsTheSameAnswer() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Object> first =
          clients.submit(
              () ->
                  answers.get(
                      "a",
                      () -> {
                        begun.countDown();
                        goOn.await();
                        return computed.incrementAndGet();
                      }));
      begun.await();
      List<Future<Object>> others = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int waiting = i;
        others.add(clients.submit(() -> ask("a", TOOK)));
        await().until(() -> answers.waiting() > waiting);
      }
      assertThatThrownBy(() -> ask("a", TOOK)).isInstanceOf(StoreBusyException.class);
      goOn.countDown();
      assertThat(first.get()).isEqualTo(1);
      for (Future<Object> other : others) {
        assertThat(other.get()).isEqualTo(1);
      }
    }
  }
}
