package dev.chime.timer;

import org.jspecify.annotations.Nullable;

/** Thrown if the store has no space left. Timers that it has accepted are not affected. */
public final class StoreFullException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** An exception with a message and its cause, if there is one. */
  public StoreFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
