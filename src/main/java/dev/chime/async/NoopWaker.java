package dev.chime.async;

/** The waker of a poller that does not want to be woken. */
enum NoopWaker implements Waker {
  INSTANCE;

  @Override
  public void wake() {}
}
