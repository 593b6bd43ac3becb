package dev.chime.async.time;

import dev.chime.bench.BigHeapBench;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs, for each timer, to let a minute of timers expire, all cascades included. */
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class ExpireBench extends BigHeapBench {

  private static final int MILLION = 1_000_000;
  private static final int TEN_MILLION = 10_000_000;

  /** Armed timers, anew for each shot. */
  @State(Scope.Thread)
  public abstract static class Armed {

    /** Whose timers. */
    @Param public Implementation implementation;

    private final int count;
    private Expiry expiry;

    Armed(int count) {
      this.count = count;
    }

    /** Arms them all, in a heap that the previous shot's have left. */
    @Setup(Level.Iteration)
    public void open() {
      System.gc();
      expiry = Expiry.of(implementation, count);
    }

    /** Ends the timers' threads. */
    @TearDown(Level.Iteration)
    public void close() {
      expiry.close();
    }
  }

  /** A million of them. */
  public static class Million extends Armed {
    /** For JMH. */
    public Million() {
      super(MILLION);
    }
  }

  /** Ten million of them. */
  public static class TenMillion extends Armed {
    /** For JMH. */
    public TenMillion() {
      super(TEN_MILLION);
    }
  }

  /** The time for one of a million. */
  @Benchmark
  @OperationsPerInvocation(MILLION)
  public void expire1M(Million armed) {
    ((Armed) armed).expiry.expireAll();
  }

  /** The time for one of ten million. */
  @Benchmark
  @OperationsPerInvocation(TEN_MILLION)
  public void expire10M(TenMillion armed) {
    ((Armed) armed).expiry.expireAll();
  }
}
