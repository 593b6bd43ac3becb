package dev.chime.async;

/** {@link Waker#noop}. */
enum NoopWaker implements Waker {
  INSTANCE;

  @Override
  public void wake() {}
}
