package dev.chime.timer;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A task without end that does the same again and again, with a pause or without. */
abstract class Repeating implements Future<Unit> {

  private final TimerDriver driver;
  private @Nullable Future<Duration> step;

  Repeating(TimerDriver driver) {
    this.driver = driver;
  }

  /** Does it once. Ready with how long to pause then. */
  abstract Future<Duration> once();

  /** Has to do without the store this time. How long to pause then. */
  abstract Duration failed(StoreException e);

  @Override
  public final Poll<Unit> poll(Context context) {
    while (true) {
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
      step = pause.isZero() ? null : TimerFuture.after(driver, pause).map(done -> Duration.ZERO);
    }
  }

  @Override
  public final void drop() {
    if (step != null) {
      step.drop();
    }
  }
}
