package dev.chime.async;

/** The waker that {@link Waker#noop} returns. */
enum NoopWaker implements Waker {
  INSTANCE;

  @Override
  public void wake() {}
}
