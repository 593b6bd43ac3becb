package dev.chime.async.time;

import dev.chime.bench.BigHeapBench;
import dev.chime.bench.Xorshift;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to arm a timer that is due within the next 64 ms. */
@State(Scope.Thread)
public class ArmBench extends BigHeapBench {

  private static final int BATCH = 1024;
  private static final int NEAREST_MILLIS = 64;
  private static final int MOST_TURNS = 2 * NEAREST_MILLIS; // Agrona's takes one for each tick

  /** Whose timers. */
  @Param public Implementation implementation;

  private final int[] delays = new int[BATCH];
  private Timers timers;
  private long skew;

  /** Makes the timers and chooses delays. */
  @Setup
  public void open() {
    timers =
        implementation.timers(Load.toCancel(BATCH, NEAREST_MILLIS, () -> System.nanoTime() + skew));
    Xorshift random = new Xorshift();
    for (int place = 0; place < BATCH; place++) {
      delays[place] = 1 + random.below(NEAREST_MILLIS - 1);
    }
  }

  /**
   * Lets the batch fire, by a jump of the clock; or cancels it, where the clock cannot be made to.
   * Not measured.
   */
  @TearDown(Level.Invocation)
  public void clear() {
    skew += NEAREST_MILLIS * Load.NANOS_PER_MILLI;
    if (timers instanceof Timers.Driven driven) {
      for (int turns = 0; turns < MOST_TURNS && driven.pending() > 0; turns++) {
        driven.turn();
      }
    }
    for (int place = 0; place < BATCH; place++) {
      timers.cancel(place);
    }
  }

  /** Ends the timers' threads. */
  @TearDown
  public void close() {
    timers.close();
  }

  /** Arms a batch; the figure is for one. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void armNearest() {
    for (int place = 0; place < BATCH; place++) {
      timers.arm(place, delays[place]);
    }
  }
}
