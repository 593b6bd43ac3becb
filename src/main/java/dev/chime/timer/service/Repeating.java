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

/** A task without end that does the same again and again, with a pause or without. */
abstract class Repeating implements Future<Unit> {

  private final TimerDriver driver;
  private final AtomicBoolean hurried = new AtomicBoolean();
  private final AtomicWaker waker = new AtomicWaker();
  private @Nullable Future<Duration> step;
  private boolean pausing;

  Repeating(TimerDriver driver) {
    this.driver = driver;
  }

  /** Does it once. Ready with how long to pause then. */
  abstract Future<Duration> once();

  /** Has to do without the store this time. How long to pause then. */
  abstract Duration failed(StoreException e);

  /** Cuts this pause short, or the next one. Any thread. */
  final void hurry() {
    hurried.set(true);
    waker.wake();
  }

  @Override
  public final Poll<Unit> poll(Context context) {
    waker.register(context.waker());
    while (true) {
      if (pausing && step != null && hurried.getAndSet(false)) {
        step.drop();
        step = null;
      }
      Future<Duration> taking = step == null ? once() : step;
      step = taking;
      Duration pause;
      try {
        if (!(taking.poll(context) instanceof Poll.Ready<Duration>(Duration value))) {
          return Poll.pending();
        }
        pause = value;
      } catch (StoreException e) {
        pause = failed(e);
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
