package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.async.Unit;
import dev.chime.timer.Creation;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody waits for an id that is only about to become a timer's. */
@Timeout(60)
class EarlyWaiterTest {

  /** A store whose first answer takes its time, and by then is out of date. */
  private static final class SlowStore extends DelegatingStore {
    final Oneshot<Optional<Timer>> firstAnswer = new Oneshot<>();
    private boolean asked;

    @Override
    public Future<Optional<Timer>> find(TimerId id) {
      return Future.lazy(
          () -> {
            boolean first = !asked;
            asked = true;
            return first ? firstAnswer : super.find(id);
          });
    }
  }

  @Test
  void aTimerElapsesThoughSomebodyLookedForItTooEarly() {
    SlowStore store = new SlowStore();
    ServiceRun run = new ServiceRun(store);
    TimerId id = new TimerId(Namespace.DEFAULT, "timer-1");
    run.await(id, Duration.ofMinutes(1));
    run.at(
        Duration.ofMillis(500),
        () -> assertThat(run.create(Duration.ofSeconds(5)).id()).isEqualTo(id));
    run.at(Duration.ofSeconds(1), () -> store.firstAnswer.complete(Optional.empty()));
    run.run();

    assertThat(run.find(id).state()).isEqualTo(TimerState.ELAPSED);
    assertThat(run.listener.elapsed).hasSize(1);
  }

  @Test
  void aTimerElapsesThoughTheTaskOfWhoLookedTooEarlyEndsMeanwhile() {
    TimerId id = new TimerId(Namespace.DEFAULT, "mine");
    Oneshot<Optional<Timer>> found = new Oneshot<>();
    Oneshot<Unit> kept = new Oneshot<>();
    ServiceRun run =
        new ServiceRun(
            new DelegatingStore() {
              private boolean asked;

              @Override
              public Future<Optional<Timer>> find(TimerId sought) {
                boolean first = !asked;
                asked = true;
                return first ? found : super.find(sought);
              }

              @Override
              public Future<Creation> put(Timer timer, String fingerprint) {
                return kept.then(done -> super.put(timer, fingerprint));
              }
            });
    run.await(id, Duration.ofMinutes(1));
    run.at(
        Duration.ofMillis(500),
        () -> {
          TimerDraft draft = ServiceRun.draft(new Due.After(Duration.ofSeconds(5)));
          run.spawner().spawn(run.service.put(id, draft, "fingerprint"));
        });
    run.at(Duration.ofSeconds(1), () -> found.complete(Optional.empty()));
    run.at(Duration.ofSeconds(2), () -> kept.complete(Unit.UNIT));
    run.run();

    assertThat(run.listener.elapsed).hasSize(1);
    assertThat(run.listener.elapsed.getFirst().lateness()).isZero();
  }
}
