package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.async.RejectedSpawnException;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A task without end that gives tasks to the timers of the near future, page by page, and leaves
 * the others in the store: so memory and start-up follow the window, not the total.
 *
 * <p>It first publishes until when timers are to be armed, then reads those up to there. Who
 * creates a timer first stores it, then looks whether it is to be armed. So a timer near that
 * border is armed by the one or by the other, or by both, which comes to the same. The window is
 * moved on when half of it has passed.
 *
 * <p>Of several processes over one store each arms its own share, and what it creates itself.
 */
final class Lookahead extends Repeating {

  private static final Logger LOG = System.getLogger(Lookahead.class.getName());

  private static final int PAGE = 500;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final LiveTimers live;
  private final Duration window;
  private final AtomicReference<@Nullable Instant> missed = new AtomicReference<>();
  private Instant from = TimerStore.BEGINNING;
  private @Nullable TimerId after;

  Lookahead(LiveTimers live, Duration window) {
    super(live.driver);
    this.live = live;
    this.window = window;
  }

  /** Has timers from this deadline on looked at again. Any thread. */
  void rewind(Instant deadline) {
    missed.accumulateAndGet(deadline, (a, b) -> a == null || (b != null && b.isBefore(a)) ? b : a);
    hurry();
  }

  @Override
  Duration failed(StoreException e) {
    LOG.log(Level.WARNING, "cannot look ahead now: " + e.getMessage());
    return RETRY;
  }

  @Override
  Future<Duration> once() {
    Instant again = missed.getAndSet(null);
    if (again != null && !again.isAfter(from)) { // of the same deadline some may be passed by
      from = again;
      after = null;
    }
    Instant until = live.clock.instant().plus(window);
    live.armUntil(until);
    return Future.yieldNow() // so that a long row of pages does not hold up the shard
        .then(turn -> live.store.pending(from, after, until, PAGE))
        .map(page -> arm(page, until));
  }

  /** Arms those of a page that are this process's to see to. Answers how long to pause. */
  private Duration arm(List<Timer> page, Instant until) {
    for (Timer timer : page) {
      try {
        if (live.nodes.isMine(timer.id())) {
          live.arm(timer);
        }
      } catch (RejectedSpawnException e) {
        LOG.log(Level.WARNING, "no room for timers that are due soon: " + e.getMessage());
        return RETRY;
      }
      from = timer.deadline();
      after = timer.id();
    }
    if (page.size() == PAGE) {
      return Duration.ZERO;
    }
    from = until;
    after = null;
    return window.dividedBy(2);
  }
}
