package dev.chime.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;

/** A rally of two tasks that submit each other to a {@link ForkJoinPool}. */
final class PoolRally implements Rally {

  private final ForkJoinPool pool;

  PoolRally(int threads) {
    pool = new ForkJoinPool(threads);
  }

  @Override
  public void play(int strokes) throws InterruptedException {
    Player even = new Player();
    Player odd = new Player();
    even.other = odd;
    odd.other = even;
    even.strokesLeft = strokes;
    pool.execute(even);
    even.done.await();
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  /** Hands the ball on by writing into the other before submitting it. */
  private final class Player implements Runnable {
    private final CountDownLatch done = new CountDownLatch(1);
    private Player other = this;
    private int strokesLeft;

    @Override
    public void run() {
      if (strokesLeft == 0) {
        done.countDown();
      } else {
        other.strokesLeft = strokesLeft - 1;
        pool.execute(other);
      }
    }
  }
}
