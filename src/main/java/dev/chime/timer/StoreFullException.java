package dev.chime.timer;

import org.jspecify.annotations.Nullable;

/** There is no room left where timers are kept. What is kept already is not affected. */
public final class StoreFullException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** An exception with the reason in words and in full. */
  public StoreFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
