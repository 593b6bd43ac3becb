package dev.chime.async;

import java.util.concurrent.locks.LockSupport;

/** The waker of a thread that polls one future, and parks between the polls. */
final class Parker implements Waker {

  private final Thread thread = Thread.currentThread();
  private volatile boolean woken;

  @Override
  public void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  <T> T blockOn(Future<T> future) throws InterruptedException {
    Context context = Context.from(this);
    while (true) {
      Poll<T> poll;
      try {
        poll = future.poll(context);
      } catch (Throwable thrown) {
        future.drop(); // releases resources, such as the timer of a timeout
        throw thrown;
      }
      if (poll instanceof Poll.Ready<T>(T value)) {
        return value;
      }
      while (!woken) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          future.drop();
          throw new InterruptedException();
        }
      }
      woken = false; // before the poll, so that a wake during the poll leads to one more poll
    }
  }
}
