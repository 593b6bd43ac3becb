package dev.chime.timer.service;

import static dev.chime.timer.service.ServiceRun.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.timer.Blocking;
import dev.chime.timer.Decision;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a service does by itself, from its start to its end. */
@Timeout(60)
class ServiceStartTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A store that keeps a record of what it is asked for in the background. */
  private static final class ObservedStore extends DelegatingStore {
    final List<String> asked = new ArrayList<>();
    volatile boolean isReadOnly;

    private synchronized void asked(String what) {
      if (!asked.contains(what)) {
        asked.add(what);
      }
    }

    @Override
    public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
      asked("elapse");
      return super.elapse(id, now);
    }

    @Override
    public Future<List<Timer>> pending(Instant from, TimerId after, Instant until, int limit) {
      asked(limit == 500 ? "lookahead" : "watchdog");
      return super.pending(from, after, until, limit);
    }

    @Override
    public Future<List<Timer>> sweep(Instant due, Instant now, int limit) {
      asked(due.equals(now) ? "recovery" : "sweep"); // which leaves others some time
      if (isReadOnly) {
        throw new StoreException("on purpose", null);
      }
      return super.sweep(due, now, limit);
    }

    @Override
    public Future<Integer> purge(Instant outcomesBefore, Instant keysBefore, int limit) {
      asked("purge");
      return super.purge(outcomesBefore, keysBefore, limit);
    }
  }

  private final ObservedStore store = new ObservedStore();
  private final ServiceRun run = new ServiceRun(store);

  private void isStored(String id, Duration delay) {
    Blocking.get(store.create(Timers.pending(id, START.plus(delay), START.minus(MINUTE)), null));
  }

  @Test
  void whatIsDueElapsesBeforeAnythingElseIsDone() {
    isStored("due", SECOND.negated());
    isStored("near", MINUTE);
    isStored("far", Duration.ofMinutes(20));
    run.start();
    run.run(Duration.ofHours(2));

    assertThat(run.recovered()).isEqualTo(1);
    assertThat(store.asked).startsWith("recovery");
    assertThat(store.asked).contains("lookahead", "watchdog", "purge").doesNotContain("sweep");
    assertThat(run.listener.elapsed)
        .extracting(Timer::decidedAt)
        .containsExactly(START, START.plus(MINUTE), START.plus(Duration.ofMinutes(20)));
    assertThat(run.listener.overdue).isEmpty();
  }

  @Test
  void whatCannotBeWrittenAtTheStartElapsesLater() {
    store.isReadOnly = true;
    isStored("due", SECOND.negated());
    run.start();
    run.run(MINUTE);
    assertThat(run.recovered()).isZero();
    assertThat(run.listener.elapsed).extracting(Timer::decidedAt).containsExactly(START);
  }

  @Test
  void onlyAServiceAmongOthersSweeps() {
    run.start(new ClusterNews(new TimerEvents(1, 1, 1)));
    run.run(MINUTE);
    assertThat(store.asked).contains("sweep");
  }

  @Test
  void onceClosedItHasLeftNothingToRun() {
    run.start(new ClusterNews(new TimerEvents(1, 1, 1)));
    run.at(MINUTE, () -> assertThat(run.stats().pending()).isEqualTo(4 + 4)); // and the test's
    run.at(MINUTE, run.service::close);
    run.at(
        MINUTE.plus(SECOND),
        () -> {
          assertThat(run.stats().pending()).isEqualTo(2); // this one, and the test's end
          run.service.close();
        });
    run.run(MINUTE.multipliedBy(2));
    assertThat(run.armed()).isZero();
  }
}
