package dev.chime.async;

import org.jspecify.annotations.Nullable;

/** The reason why a task has no value: it threw, or it was cancelled. Tokio calls it JoinError. */
public final class JoinException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private JoinException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Names the cause's class only: asking it for more could make it throw again. */
  static JoinException failed(Throwable cause) {
    return new JoinException("task failed: " + cause.getClass().getName(), cause);
  }

  static JoinException cancelled() {
    return new JoinException("task was cancelled", null);
  }

  /**
   * Whether the task was cancelled; otherwise it threw, and {@link #getCause()} is what it threw.
   */
  public boolean isCancelled() {
    return getCause() == null;
  }
}
