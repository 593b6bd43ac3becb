package dev.chime.timer;

/** More is waiting to be stored than may; nothing was done. */
public final class StoreBusyException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** An exception with the reason in words. */
  public StoreBusyException(String message) {
    super(message, null);
  }
}
