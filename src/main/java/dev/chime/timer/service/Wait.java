package dev.chime.timer.service;

import dev.chime.async.AtomicWaker;
import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.time.TimerFuture;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for a timer: ready when the timer has its outcome or, if the waiter names a version that
 * it has seen, a later version; or when the wait ends, with the timer as the store has it then.
 * Empty if there is no such timer.
 *
 * <p>Must be spawned with the affinity of the id: it watches the {@link LiveTimer} on its own
 * shard.
 */
final class Wait extends AtomicWaker implements Future<Optional<Timer>> {

  private final LiveTimers live;
  private final Waits waits;
  private final TimerId id;
  private final @Nullable Long seenVersion;
  private final TimerFuture end;
  private final Runnable whenWaitsEnd = this::wake;

  private @Nullable LiveTimer watched;
  private @Nullable Future<Optional<Timer>> lastLook;

  Wait(LiveTimers live, Waits waits, TimerId id, @Nullable Long seenVersion, Duration wait) {
    this.live = live;
    this.waits = waits;
    this.id = id;
    this.seenVersion = seenVersion;
    this.end = TimerFuture.after(live.driver, wait);
  }

  @Override
  public Poll<Optional<Timer>> poll(Context context) {
    register(context.waker());
    if (lastLook == null) {
      LiveTimer timer = watch();
      Timer latest = timer.latest();
      if (latest != null && isAnswer(latest)) {
        leave();
        return Poll.ready(Optional.of(latest));
      }
      if (!timer.hasEnded() && !waits.areEnding() && !end.poll(context).isReady()) {
        return Poll.pending();
      }
      leave();
      lastLook = live.store.find(id); // what was last heard may be older than an answer given
    }
    return lastLook.poll(context);
  }

  private LiveTimer watch() {
    LiveTimer timer = watched;
    if (timer == null) {
      waits.enter(whenWaitsEnd);
      timer = live.get(id);
      timer.addWaiter(this);
      watched = timer;
    }
    return timer;
  }

  private boolean isAnswer(Timer timer) {
    return seenVersion == null ? !timer.isPending() : timer.version() > seenVersion;
  }

  private void leave() {
    waits.leave(whenWaitsEnd);
    end.drop();
    if (watched != null) {
      watched.removeWaiter(this);
    }
  }

  @Override
  public void drop() {
    leave();
    if (lastLook != null) {
      lastLook.drop();
    }
  }
}
