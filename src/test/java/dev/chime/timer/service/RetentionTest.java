package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.timer.Blocking;
import dev.chime.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetentionTest {

  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** A store that keeps a record of its purges, and fails some. */
  private static final class PurgedStore extends DelegatingStore {
    final List<Integer> purged = new ArrayList<>();
    int failures;

    @Override
    public Future<Integer> purge(Instant outcomesBefore, Instant keysBefore, int limit) {
      if (failures > 0) {
        failures--;
        return failing();
      }
      return super.purge(outcomesBefore, keysBefore, limit)
          .map(
              forgotten -> {
                assertThat(forgotten).isLessThanOrEqualTo(limit);
                purged.add(forgotten);
                return forgotten;
              });
    }
  }

  private final PurgedStore store = new PurgedStore();
  private final ServiceRun run = new ServiceRun(store);

  private List<Timer> create(int count, Duration delay) {
    return Stream.generate(() -> run.create(delay)).limit(count).toList();
  }

  private boolean isKnown(Timer timer) {
    return Blocking.get(run.service.find(timer.id())).isPresent();
  }

  private void start() {
    run.spawner().spawn(new Retention(store, run.clock, run.driver, KEPT));
  }

  @Test
  void outcomesAreReadableForAsLongAsWasSaidAndNotMuchLonger() {
    start();
    List<Timer> elapsing = create(10, SECOND);
    List<Timer> cancelled = create(10, Duration.ofHours(20));
    List<Timer> pending = create(10, Duration.ofHours(20));
    run.at(SECOND, () -> cancelled.forEach(timer -> run.cancel(timer.id())));
    run.at(
        KEPT,
        () -> assertThat(elapsing).allMatch(this::isKnown)); // elapsed a second less than that ago
    run.at(
        KEPT.plusSeconds(30),
        () -> {
          assertThat(elapsing).noneMatch(this::isKnown);
          assertThat(cancelled).noneMatch(this::isKnown);
          assertThat(pending).allMatch(this::isKnown);
        });
    run.run(Duration.ofHours(2));
  }

  @Test
  void manyGoInBatchesOneRightAfterTheOther() {
    start();
    create(2_500, SECOND);
    run.run(Duration.ofHours(2));
    assertThat(store.purged.stream().filter(count -> count > 0)).hasSize(50).containsOnly(50);
    assertThat(run.listener.elapsed).noneMatch(this::isKnown);
  }

  @Test
  void otherTasksGetTheirTurnBetweenBatches() {
    create(5_000, SECOND);
    List<Integer> batchesSeen = new ArrayList<>();
    run.at(
        Duration.ofHours(3),
        () -> {
          start();
          run.spawner().spawn(look(batchesSeen, 0));
        });
    run.run(Duration.ofHours(4));
    assertThat(batchesSeen).contains(1, 2, 3, 4);
  }

  /** A task that looks, at each of its turns, how many batches have gone. */
  private Future<Integer> look(List<Integer> seen, int turns) {
    return Future.yieldNow()
        .then(
            turn -> {
              seen.add(store.purged.size());
              return turns == 20 ? Future.ready(turns) : look(seen, turns + 1);
            });
  }

  @Test
  void aStoreThatFailsIsAskedAgainLater() {
    store.failures = 5;
    start();
    create(1, SECOND);
    run.run(Duration.ofHours(2));
    assertThat(store.failures).isZero();
    assertThat(run.listener.elapsed).hasSize(1).noneMatch(this::isKnown);
  }

  @Test
  void itRestsWhenThereIsNothingToDo() {
    start();
    run.run(Duration.ofHours(1));
    assertThat(store.purged).hasSizeBetween(30, 400).containsOnly(0);
  }

  @Test
  void itLeavesNothingBehind() {
    start();
    run.run(Duration.ofMinutes(1));
    assertThat(run.armed()).isZero();
    assertThat(run.stats().pending()).isZero();
  }
}
