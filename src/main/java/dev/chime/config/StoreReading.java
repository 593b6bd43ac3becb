package dev.chime.config;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.timer.StoreException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;

/** Reads values for gauges from the store. */
final class StoreReading {

  /** A store that has stopped must not keep Prometheus from what else there is to know. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private StoreReading() {}

  /**
   * A value that a read has. Blocks, for a second at most.
   *
   * @param value takes it from what was read
   * @return not a number if the store cannot be read
   */
  static <T> double of(Future<T> read, ToDoubleFunction<? super T> value) {
    FutureTask<Double> reading =
        new FutureTask<>(() -> value.applyAsDouble(Executor.blockOn(read)));
    Thread.ofVirtual().name("chime-gauge").start(reading);
    try {
      return reading.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      reading.cancel(true); // drops the read
      return Double.NaN;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException) {
        return Double.NaN;
      }
      throw new IllegalStateException("a value of the store cannot be read", e.getCause());
    } catch (InterruptedException e) {
      reading.cancel(true);
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
  }
}
