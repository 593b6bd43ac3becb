package dev.chime.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a round costs when two tasks or threads wake each other in turn: there and back again. On
 * two threads, ours are bound to different shards and platform threads to themselves; virtual
 * threads and tasks of a pool may still end up on the same one, where a wake is a push to a queue.
 */
public class PingPongBench extends SmallHeapBench {

  private static final int ROUNDS = 20_000;

  /** Two players, ready to begin. */
  @State(Scope.Thread)
  public abstract static class Players {
    private Rally rally;

    abstract Rally open();

    /** Starts their threads, if those outlive a rally. */
    @Setup
    public void setUp() {
      rally = open();
    }

    /** Ends their threads. */
    @TearDown
    public void close() {
      rally.close();
    }

    void play() throws InterruptedException {
      rally.play(2 * ROUNDS);
    }
  }

  /** On one thread. */
  public static class OneThread extends Players {
    /** Whose tasks or threads. */
    @Param public Rally.OnOneThread implementation;

    @Override
    Rally open() {
      return implementation.open();
    }
  }

  /** On two threads. */
  public static class TwoThreads extends Players {
    /** Whose tasks or threads. */
    @Param public Rally.OnTwoThreads implementation;

    @Override
    Rally open() {
      return implementation.open();
    }
  }

  /** On one shard, carrier or worker. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  @Fork(value = 1, jvmArgsPrepend = JvmFlags.ONE_CARRIER)
  public void pingPongOnOne(OneThread players) throws InterruptedException {
    players.play();
  }

  /** On two shards, or however many carriers the machine has. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void pingPongOnTwo(TwoThreads players) throws InterruptedException {
    players.play();
  }
}
