package dev.chime.timer;

/** Thrown if too many requests wait for the store. The request was refused and has no effect. */
public final class StoreBusyException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public StoreBusyException(String message) {
    super(message, null);
  }
}
