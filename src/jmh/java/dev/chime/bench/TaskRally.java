package dev.chime.bench;

import dev.chime.async.Context;
import dev.chime.async.Executor;
import dev.chime.async.Future;
import dev.chime.async.Poll;
import dev.chime.async.Spawner;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import org.jspecify.annotations.Nullable;

/** A rally of two tasks that wake each other, on one shard or on two. */
final class TaskRally implements Rally {

  private final Executor executor;
  private final Spawner spawner;
  private volatile int strokesLeft;

  TaskRally(int shards) {
    executor = Executor.builder().shards(shards).build();
    spawner = executor.spawner();
    executor.start();
  }

  @Override
  public void play(int strokes) throws InterruptedException {
    Player even = new Player(0);
    Player odd = new Player(1);
    even.other = odd;
    odd.other = even;
    strokesLeft = strokes;
    Executor.blockOn(spawner.spawn(0, even).join(spawner.spawn(1, odd)));
  }

  @Override
  public void close() {
    executor.close();
  }

  /** Hits the ball when the strokes left have its parity. */
  private final class Player implements Future<Unit> {
    private final int parity;
    private @Nullable Player other;
    private volatile @Nullable Waker waker;

    Player(int parity) {
      this.parity = parity;
    }

    @Override
    public Poll<Unit> poll(Context context) {
      if (waker == null) {
        waker = context.waker(); // before the look at the ball, so that the other's stroke is seen
      }
      int left = strokesLeft;
      if (left > 0 && (left & 1) == parity) {
        left--;
        strokesLeft = left;
        wakeOther();
      }
      return left == 0 ? Unit.ready() : Poll.pending();
    }

    private void wakeOther() {
      Player woken = other;
      Waker its = woken == null ? null : woken.waker;
      if (its != null) {
        its.wake();
      }
    }
  }
}
