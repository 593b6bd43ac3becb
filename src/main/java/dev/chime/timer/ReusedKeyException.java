package dev.chime.timer;

/** Thrown if an idempotency key was used before, for another request. */
public final class ReusedKeyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The key belongs to another request. */
  public ReusedKeyException() {
    super("the idempotency key was used for another request", null, false, false);
  }
}
