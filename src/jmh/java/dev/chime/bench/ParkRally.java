package dev.chime.bench;

import java.util.concurrent.locks.LockSupport;

/** A rally of two threads that unpark each other. */
final class ParkRally implements Rally {

  private final Thread.Builder threads;
  private volatile int strokesLeft;

  ParkRally(Thread.Builder threads) {
    this.threads = threads;
  }

  @Override
  public void play(int strokes) throws InterruptedException {
    strokesLeft = strokes;
    Thread[] players = new Thread[2];
    players[0] = threads.unstarted(() -> strike(0, players));
    players[1] = threads.unstarted(() -> strike(1, players));
    players[0].start();
    players[1].start();
    players[0].join();
    players[1].join();
  }

  private void strike(int parity, Thread[] players) {
    for (int left = strokesLeft; left > 0; left = strokesLeft) {
      if ((left & 1) == parity) {
        strokesLeft = left - 1;
        LockSupport.unpark(players[1 - parity]);
      } else {
        LockSupport.park(this);
      }
    }
  }
}
