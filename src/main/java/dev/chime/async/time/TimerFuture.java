package dev.chime.async.time;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import java.time.Duration;

/**
 * A future that is ready when a point in time has been reached: the book's {@code TimerFuture}.
 *
 * <p>Its time starts when it is made, not at its first poll, and it elapses even if nobody polls
 * it. It is never early. Between polls it may move to another task; the waker of the latest poll is
 * called. After it is {@linkplain #drop() dropped}, its driver releases all its resources.
 */
public final class TimerFuture implements Future<Unit> {

  private static final Duration LONGEST = Duration.ofNanos(TimerDriver.MAX_DELAY_NANOS);

  private final SharedState sharedState;

  private TimerFuture(SharedState sharedState) {
    this.sharedState = sharedState;
  }

  /** A future that is ready {@code duration} from now. */
  public static TimerFuture after(TimerDriver driver, Duration duration) {
    return at(driver, driver.ticker().nanos() + saturatedNanos(duration));
  }

  /** A future that is ready when the time of the driver's ticker is {@code deadline} or later. */
  public static TimerFuture at(TimerDriver driver, long deadline) {
    return new TimerFuture(driver.arm(deadline));
  }

  @Override
  public Poll<Unit> poll(Context context) {
    return sharedState.poll(context.waker());
  }

  @Override
  public void drop() {
    sharedState.drop();
  }

  /** The duration in nanoseconds, limited to {@link TimerDriver#MAX_DELAY_NANOS}. */
  private static long saturatedNanos(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(LONGEST) > 0 ? TimerDriver.MAX_DELAY_NANOS : duration.toNanos();
  }
}
