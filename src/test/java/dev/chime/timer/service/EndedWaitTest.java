package dev.chime.timer.service;

import static org.awaitility.Awaitility.await;

import dev.chime.timer.Timer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of a wait that has ended, while its timer goes on: nothing that memory holds. */
@Timeout(60)
class EndedWaitTest {

  @Test
  void aTimerForgetsWhoNoLongerWaitsForIt() {
    ServiceRun run = new ServiceRun();
    Timer timer = run.create(Duration.ofHours(2));
    List<WeakReference<?>> handles =
        Stream.generate(() -> weakly(run.await(timer.id(), Duration.ofSeconds(1))))
            .limit(10)
            .<WeakReference<?>>map(reference -> reference)
            .toList();
    run.at(Duration.ofHours(1), () -> awaitCollectionOf(handles));
    run.run();
  }

  private static WeakReference<?> weakly(Waiter waiter) {
    return new WeakReference<>(waiter.handle());
  }

  private static void awaitCollectionOf(List<WeakReference<?>> references) {
    await()
        .until(
            () -> {
              System.gc();
              return references.stream().allMatch(reference -> reference.refersTo(null));
            });
  }
}
