package dev.chime.config;

import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.timer.StoreException;
import java.util.function.ToDoubleFunction;

/** Reads values for gauges from the store. */
final class StoreReading {

  private StoreReading() {}

  /**
   * A value that a read has. Blocks.
   *
   * @param value takes it from what was read
   * @return not a number if the store cannot be read
   */
  static <T> double of(Future<T> read, ToDoubleFunction<? super T> value) {
    try {
      return value.applyAsDouble(Executor.blockOn(read));
    } catch (StoreException e) {
      return Double.NaN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
  }
}
