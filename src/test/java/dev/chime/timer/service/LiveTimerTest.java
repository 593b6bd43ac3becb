package dev.chime.timer.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import dev.chime.timer.Decision;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The steps of a timer's task, polled by hand. */
class LiveTimerTest {

  private static final Context NOBODY = Context.from(Waker.noop());
  private static final Instant DEADLINE = ServiceRun.START.plusSeconds(60);

  /** A store that answers when it is told to. */
  private static final class SlowStore extends DelegatingStore {
    Oneshot<Unit> goOn = new Oneshot<>();

    @Override
    public Future<Optional<Timer>> find(TimerId id) {
      return goOn.then(done -> super.find(id));
    }

    @Override
    public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
      return goOn.then(done -> super.elapse(id, now));
    }
  }

  private final SlowStore store = new SlowStore();
  private final ServiceRun run = new ServiceRun(store);
  private final Timer timer = Timers.pending("timer", DEADLINE, ServiceRun.START);
  private final LiveTimer task = new LiveTimer(run.service.live, timer.id(), null);

  private void poll() {
    var _ = task.poll(NOBODY);
  }

  @Test
  void itShowsWhatItIsDoing() {
    assertThat(task).hasToString("LiveTimer[timer, not read, Idle]");
    poll();
    assertThat(task).hasToString("LiveTimer[timer, not read, Reading]");
    var _ = store.create(timer, null).poll(NOBODY);
    store.goOn.complete(Unit.UNIT);
    poll();
    assertThat(task).hasToString("LiveTimer[timer, PENDING due 2030-01-01T00:01:00Z, Sleeping]");

    store.goOn = new Oneshot<>();
    run.ticker.advance(Duration.ofMinutes(1));
    task.reread(); // cuts the sleep short
    poll();
    assertThat(task).hasToString("LiveTimer[timer, PENDING due 2030-01-01T00:01:00Z, Reading]");
    store.goOn.complete(Unit.UNIT);
    store.goOn = new Oneshot<>();
    poll();
    assertThat(task).hasToString("LiveTimer[timer, PENDING due 2030-01-01T00:01:00Z, Elapsing]");

    store.goOn.fail(new IllegalStateException("on purpose"));
    poll();
    assertThat(task).hasToString("LiveTimer[timer, PENDING due 2030-01-01T00:01:00Z, Pausing]");
    task.announce(timer.cancelled(ServiceRun.START)); // cuts the pause short
    poll();
    assertThat(task.hasEnded()).isTrue();
    assertThat(task).hasToString("LiveTimer[timer, CANCELLED due 2030-01-01T00:01:00Z, Ended]");
  }

  @Test
  void whatIsAnnouncedWhileTheStoreIsAskedForTheOutcomeCountsOnlyAfterItsAnswer() {
    var _ = store.create(timer, null).poll(NOBODY);
    task.announce(timer);
    run.ticker.advance(Duration.ofMinutes(1));
    poll();
    assertThat(task).hasToString("LiveTimer[timer, PENDING due 2030-01-01T00:01:00Z, Elapsing]");
    task.announce(timer.outcomeAt(DEADLINE));
    task.reread();
    poll();
    assertThat(task).hasToString("LiveTimer[timer, ELAPSED due 2030-01-01T00:01:00Z, Elapsing]");
    store.goOn.complete(Unit.UNIT);
    poll();
    assertThat(task.hasEnded()).isTrue();
    assertThat(run.listener.elapsed).hasSize(1);
  }
}
