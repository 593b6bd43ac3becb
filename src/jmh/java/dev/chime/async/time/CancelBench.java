package dev.chime.async.time;

import dev.chime.bench.BigHeapBench;
import dev.chime.bench.Xorshift;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to cancel some pending timer and to arm another instead, among many. Nobody takes a
 * turn meanwhile, so ours sweeps up what was cancelled while it arms; implementations with threads
 * of their own fire what comes due, and then cancel what has fired, which makes it a little cheaper
 * for them.
 */
@State(Scope.Thread)
public class CancelBench extends BigHeapBench {

  private static final int SPREAD_MILLIS = (int) TimeUnit.MINUTES.toMillis(10);

  /** Whose timers. */
  @Param public Implementation implementation;

  /** How many are pending. */
  @Param({"10000", "1000000", "10000000"})
  public int pending;

  private final Xorshift random = new Xorshift();
  private Timers timers;

  /**
   * Arms them all; then has more cancelled than there are, so that places in memory are as random
   * as in a long run and what an implementation puts off has come due; then makes those that are
   * left old as far as the collector is concerned.
   */
  @Setup
  public void open() {
    timers = implementation.timers(Load.toCancel(pending, SPREAD_MILLIS, System::nanoTime));
    for (int place = 0; place < pending; place++) {
      timers.arm(place, delay());
    }
    for (int left = pending + pending / 2; left > 0; left--) {
      cancelAndInsert();
    }
    System.gc();
  }

  /** Ends the timers' threads. */
  @TearDown
  public void close() {
    timers.close();
  }

  /** Cancels one and arms one, both random. */
  @Benchmark
  public void cancelAndInsert() {
    int place = random.below(pending);
    timers.cancel(place);
    timers.arm(place, delay());
  }

  private int delay() {
    return 1 + random.below(SPREAD_MILLIS - 1);
  }
}
