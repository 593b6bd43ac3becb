package dev.chime.async.time;

import dev.chime.async.Context;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import java.time.Duration;
import java.util.Optional;

/**
 * A future of the value of another future if that is ready in time, otherwise of an empty value;
 * then the other future is dropped. The time starts when the timeout is made. A value that is ready
 * at the deadline is still in time.
 *
 * @param <T> the type of the value
 */
public final class Timeout<T> implements Future<Optional<T>> {

  private final Future<T> future;
  private final TimerFuture timer;

  private Timeout(Future<T> future, TimerFuture timer) {
    this.future = future;
    this.timer = timer;
  }

  /** A timeout that ends {@code duration} from now. */
  public static <T> Timeout<T> after(TimerDriver driver, Duration duration, Future<T> future) {
    return new Timeout<>(future, TimerFuture.after(driver, duration));
  }

  @Override
  public Poll<Optional<T>> poll(Context context) {
    if (future.poll(context) instanceof Poll.Ready<T>(T value)) {
      timer.drop();
      return Poll.ready(Optional.of(value));
    }
    if (timer.poll(context).isReady()) {
      future.drop();
      return Poll.ready(Optional.empty());
    }
    return Poll.pending();
  }

  @Override
  public void drop() {
    try {
      future.drop();
    } finally { // also when the future throws
      timer.drop();
    }
  }
}
