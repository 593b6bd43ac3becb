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
 * What it costs to find that no timer is due, a million being pending. Only where the caller drives
 * the timers; a thread of their own sleeps instead.
 */
@State(Scope.Thread)
public class TurnBench extends BigHeapBench {

  private static final int PENDING = 1_000_000;
  private static final int NONE_DUE_MILLIS = (int) TimeUnit.MINUTES.toMillis(10);

  /** Timers of which none comes due while the bench runs. */
  @State(Scope.Thread)
  public static class Pending {

    /** Whose timers. */
    @Param({"CHIME_WHEEL", "CHIME_FUTURE", "AGRONA", "KAFKA"})
    public Implementation implementation;

    private Timers.Driven timers;

    /** Arms them all. */
    @Setup
    public void open() {
      timers =
          (Timers.Driven)
              implementation.timers(Load.toCancel(PENDING, 2 * NONE_DUE_MILLIS, System::nanoTime));
      Xorshift random = new Xorshift();
      for (int place = 0; place < PENDING; place++) {
        timers.arm(place, NONE_DUE_MILLIS + random.below(NONE_DUE_MILLIS));
      }
    }

    /** Ends the timers' threads. */
    @TearDown
    public void close() {
      timers.close();
    }
  }

  /** A turn, which begins by reading the clock. */
  @Benchmark
  public void turnNothingDue(Pending pending) {
    pending.timers.turn();
  }

  /** A bare clock read, to subtract. */
  @Benchmark
  public long clockRead() {
    return System.nanoTime();
  }
}
