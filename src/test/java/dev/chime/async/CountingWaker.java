package dev.chime.async;

import java.util.concurrent.atomic.AtomicInteger;

/** A waker that counts its calls. Thread-safe. */
public final class CountingWaker implements Waker {

  private final AtomicInteger wakes = new AtomicInteger();

  @Override
  public void wake() {
    wakes.incrementAndGet();
  }

  /** The calls so far. */
  public int wakes() {
    return wakes.get();
  }

  /** A context to poll with by hand. */
  public Context context() {
    return Context.from(this);
  }
}
