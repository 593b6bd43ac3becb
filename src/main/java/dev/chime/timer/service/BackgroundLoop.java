package dev.chime.timer.service;

import dev.chime.async.AtomicWaker;
import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import dev.chime.timer.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A task that never ends: it does one thing again and again, with pauses in between. Each time
 * other tasks have their turn first.
 */
public abstract class BackgroundLoop implements Future<Unit> {

  private final TimerDriver driver;
  private final AtomicBoolean skipPause = new AtomicBoolean();
  private final AtomicWaker waker = new AtomicWaker();
  private @Nullable Future<Duration> step;
  private boolean pausing;

  protected BackgroundLoop(TimerDriver driver) {
    this.driver = driver;
  }

  /**
   * Does the thing once.
   *
   * @return ready with the length of the pause that follows; zero for none
   */
  protected abstract Future<Duration> runOnce();

  /**
   * Notes that the store has failed.
   *
   * @return the length of the pause that follows
   */
  protected abstract Duration onFailure(StoreException failure);

  /**
   * The length of the pause after a batch. None follows a full one: there may be more.
   *
   * @param done how many were done
   * @param batch how many may be done at once
   * @param pause the usual length
   */
  protected static Duration pauseAfter(int done, int batch, Duration pause) {
    return done < batch ? pause : Duration.ZERO;
  }

  /** Ends the current pause, or else skips the next one. Any thread. */
  protected final void skipPause() {
    skipPause.set(true);
    waker.wake();
  }

  @Override
  public final Poll<Unit> poll(Context context) {
    waker.register(context.waker());
    while (true) {
      if (pausing && step != null && skipPause.getAndSet(false)) {
        step.drop();
        step = null;
      }
      Future<Duration> current = step == null ? Future.yieldNow().then(turn -> runOnce()) : step;
      step = current;
      Duration pause;
      try {
        if (!(current.poll(context) instanceof Poll.Ready<Duration>(Duration value))) {
          return Poll.pending();
        }
        pause = value;
      } catch (StoreException e) {
        pause = onFailure(e);
      }
      pausing = !pause.isZero();
      step = pausing ? TimerFuture.after(driver, pause).map(done -> Duration.ZERO) : null;
    }
  }

  @Override
  public final void drop() {
    if (step != null) {
      step.drop();
    }
  }
}
