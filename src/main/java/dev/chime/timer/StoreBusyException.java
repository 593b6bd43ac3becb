package dev.chime.timer;

/** Too many requests are waiting for the store. This one was refused, and nothing was done. */
public final class StoreBusyException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** An exception with the reason in words. */
  public StoreBusyException(String message) {
    super(message, null);
  }
}
