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
 * The wait of one client for a timer. Ready when the timer has its outcome or, if the client names
 * the version that it has seen, when the timer has a later one. Also ready when the wait ends, with
 * the timer as it stands in the store then. Empty if there is no such timer.
 *
 * <p>Must run on the shard of the id, because the {@link LiveTimer} does. It is woken through the
 * {@link AtomicWaker} that it is.
 */
final class Wait extends AtomicWaker implements Future<Optional<Timer>> {

  private final LiveTimers live;
  private final WaiterRegistry waiters;
  private final TimerId id;
  private final @Nullable Long seenVersion;
  private final TimerFuture end;
  private final Runnable endListener = this::wake;

  private @Nullable LiveTimer timer;
  private @Nullable Future<Optional<Timer>> finalRead;

  Wait(
      LiveTimers live,
      WaiterRegistry waiters,
      TimerId id,
      @Nullable Long seenVersion,
      Duration wait) {
    this.live = live;
    this.waiters = waiters;
    this.id = id;
    this.seenVersion = seenVersion;
    this.end = TimerFuture.after(live.driver, wait);
  }

  @Override
  public Poll<Optional<Timer>> poll(Context context) {
    register(context.waker());
    if (finalRead == null) {
      LiveTimer task = join();
      Timer latest = task.latest();
      if (latest != null && isAnswer(latest)) {
        leave();
        return Poll.ready(Optional.of(latest));
      }
      if (!task.hasEnded() && !waiters.isEnding() && !end.poll(context).isReady()) {
        return Poll.pending();
      }
      leave();
      finalRead = live.find(id); // an answer given elsewhere may be newer than what is known
    }
    return finalRead.poll(context);
  }

  private LiveTimer join() {
    LiveTimer task = timer;
    if (task == null) {
      waiters.addEndListener(endListener);
      task = live.get(id);
      task.addWaiter(this);
      timer = task;
    }
    return task;
  }

  private boolean isAnswer(Timer latest) {
    return seenVersion == null ? !latest.isPending() : latest.version() > seenVersion;
  }

  private void leave() {
    waiters.removeEndListener(endListener);
    end.drop();
    if (timer != null) {
      timer.removeWaiter(this);
    }
  }

  @Override
  public void drop() {
    leave();
    if (finalRead != null) {
      finalRead.drop();
    }
  }
}
