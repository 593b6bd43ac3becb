package dev.chime.bench;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a task costs from its spawning to its end. Tasks come in batches of a thousand, each waited
 * for. From outside, the bench's thread spawns a batch; from within, the last task of a batch
 * spawns the next, and only the last batch of many comes back to the bench's thread.
 */
@State(Scope.Thread)
public class SpawnBench extends SmallHeapBench {

  private static final int BATCH = 1_000;
  private static final int BATCHES = 100;

  /** Whose tasks. */
  @Param public Workers.Kind implementation;

  private final AtomicInteger tasksLeft = new AtomicInteger();
  private final Semaphore finished = new Semaphore(0);
  private int batchesLeft; // handed on through tasksLeft
  private Workers workers;

  /** Starts the workers. */
  @Setup
  public void open() {
    workers = implementation.doing(this::oneTask);
  }

  /** Ends the workers' threads. */
  @TearDown
  public void close() {
    workers.close();
  }

  /** The bench's thread spawns and others work. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void spawnFromOutside() {
    batchesLeft = 0;
    spawnBatch();
    finished.acquireUninterruptibly();
  }

  /** The workers spawn. */
  @Benchmark
  @OperationsPerInvocation(BATCH * BATCHES)
  public void spawnFromWithin() {
    batchesLeft = BATCHES;
    tasksLeft.set(1);
    workers.spawn();
    finished.acquireUninterruptibly();
  }

  private void oneTask() {
    if (tasksLeft.decrementAndGet() > 0) {
      return;
    }
    if (batchesLeft == 0) {
      finished.release();
    } else {
      batchesLeft--;
      spawnBatch();
    }
  }

  private void spawnBatch() {
    tasksLeft.set(BATCH);
    for (int i = 0; i < BATCH; i++) {
      workers.spawn();
    }
  }
}
