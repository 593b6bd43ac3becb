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
 * Arms the timers that are due soon, page by page, and leaves all others in the store. So memory
 * and start-up time depend on the window, not on the total.
 *
 * <p>It first publishes up to which deadline timers are armed, then reads the timers up to there. A
 * request that creates a timer stores it first, then looks at that deadline. So a timer near the
 * edge of the window is armed by one of the two, or by both, which does no harm. The window moves
 * on when half of it has passed.
 *
 * <p>If several processes share the store, each arms its own share, and the timers that it creates.
 */
final class Lookahead extends BackgroundLoop {

  private static final Logger LOG = System.getLogger(Lookahead.class.getName());

  private static final int PAGE = 500;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final LiveTimers live;
  private final Duration window;
  private final AtomicReference<@Nullable Instant> rewindTo = new AtomicReference<>();
  private Instant from = TimerStore.BEGINNING;
  private @Nullable TimerId after;

  Lookahead(LiveTimers live, Duration window) {
    super(live.driver);
    this.live = live;
    this.window = window;
  }

  /** Goes through the timers from this deadline on once more. Any thread. */
  void rewind(Instant deadline) {
    rewindTo.accumulateAndGet(
        deadline, (a, b) -> a == null || (b != null && b.isBefore(a)) ? b : a);
    skipPause();
  }

  @Override
  protected Duration onFailure(StoreException failure) {
    LOG.log(Level.WARNING, "timers that are due soon cannot be read now: " + failure.getMessage());
    return RETRY;
  }

  @Override
  protected Future<Duration> runOnce() {
    Instant again = rewindTo.getAndSet(null);
    if (again != null && !again.isAfter(from)) { // others of this deadline may have been skipped
      from = again;
      after = null;
    }
    Instant until = live.clock.instant().plus(window);
    live.armUntil(until);
    return live.store.pending(from, after, until, PAGE).map(page -> arm(page, until));
  }

  /**
   * Arms the timers of a page that are this process's share.
   *
   * @return how long to pause
   */
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
