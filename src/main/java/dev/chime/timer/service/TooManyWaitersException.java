package dev.chime.timer.service;

import dev.chime.timer.Namespace;
import org.jspecify.annotations.Nullable;

/** As many clients are waiting as are allowed. */
public final class TooManyWaitersException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Namespace namespace;
  private final int limit;

  /**
   * An exception with the limit that was reached.
   *
   * @param namespace the namespace that has the limit; null if the whole service has it
   */
  public TooManyWaitersException(@Nullable Namespace namespace, int limit) {
    super(limit + " requests are waiting already", null, false, false);
    this.namespace = namespace;
    this.limit = limit;
  }

  /** The namespace that has the limit; null if the whole service has it. */
  public @Nullable Namespace namespace() {
    return namespace;
  }

  /** How many waiters are allowed. */
  public int limit() {
    return limit;
  }
}
