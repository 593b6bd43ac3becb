package dev.chime.timer;

import org.jspecify.annotations.Nullable;

/** The store has no space left. Timers that it has accepted are not affected. */
public final class StoreFullException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** An exception with the reason in words and in full. */
  public StoreFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
