package dev.chime.bench;

import dev.chime.async.Driver;
import dev.chime.async.Future;
import dev.chime.async.HandTurnedShard;
import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to wake a task of the caller's own shard, beside a call that does nothing. */
public class WakeBench extends SmallHeapBench {

  private static final int TASKS = 1024;

  /** Tasks that are never ready, and their wakers. */
  @State(Scope.Thread)
  public abstract static class Tasks {
    final Waker[] wakers = new Waker[TASKS];
    final HandTurnedShard shard = new HandTurnedShard(TASKS, other -> Driver.idle());
    private int polled;

    /** Spawns them and has each polled once. */
    @Setup
    public void spawn() {
      for (int i = 0; i < TASKS; i++) {
        int place = i;
        Future<Unit> sleeper =
            context -> {
              wakers[place] = context.waker();
              polled++;
              return Poll.pending();
            };
        var _ = shard.spawner().spawn(sleeper);
      }
      pollAll();
    }

    void pollAll() {
      polled = 0;
      while (polled < TASKS) {
        shard.turn();
      }
    }
  }

  /** Tasks that are idle whenever a batch begins. */
  public static class Idle extends Tasks {
    /** Polls them all; not measured. */
    @TearDown(Level.Invocation)
    public void settle() {
      pollAll();
    }
  }

  /** Tasks that have been woken before. */
  public static class Scheduled extends Tasks {
    /** Wakes them all and leaves them in the run queue. */
    @Setup(Level.Iteration)
    public void schedule() {
      wakeAll(wakers);
    }
  }

  /** Wakers that do nothing. */
  @State(Scope.Thread)
  public static class Empty {
    private final Waker[] wakers = new Waker[TASKS];

    /** Makes them. */
    @Setup
    public void fill() {
      for (int i = 0; i < TASKS; i++) {
        wakers[i] = new EmptyWaker();
      }
    }
  }

  /** A waker whose call is made and returns. */
  static final class EmptyWaker implements Waker {
    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public void wake() {}
  }

  /** Idle becomes scheduled; the task joins the run queue. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void wakeIdle(Idle tasks) {
    wakeAll(tasks.wakers);
  }

  /** Scheduled stays scheduled. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void wakeRedundant(Scheduled tasks) {
    wakeAll(tasks.wakers);
  }

  /** The call alone, to subtract. */
  @Benchmark
  @OperationsPerInvocation(TASKS)
  public void emptyCall(Empty empty) {
    wakeAll(empty.wakers);
  }

  private static void wakeAll(Waker[] wakers) {
    for (Waker waker : wakers) {
      waker.wake();
    }
  }
}
