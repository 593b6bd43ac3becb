package dev.chime.store.commit;

import java.util.List;

/** Ends of threads. */
public final class Threads {

  private Threads() {}

  /** Waits until all have ended, and keeps an interrupt for later. */
  public static void join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
