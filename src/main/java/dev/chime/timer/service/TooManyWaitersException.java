package dev.chime.timer.service;

import dev.chime.timer.Namespace;
import org.jspecify.annotations.Nullable;

/** As many wait as may; no more may begin to. */
public final class TooManyWaitersException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Namespace namespace;
  private final int limit;

  /**
   * An exception that names the limit.
   *
   * @param namespace whose limit it is; null for that of the whole service
   */
  public TooManyWaitersException(@Nullable Namespace namespace, int limit) {
    super(limit + " requests are waiting already", null, false, false);
    this.namespace = namespace;
    this.limit = limit;
  }

  /** Whose limit it is; null for that of the whole service. */
  public @Nullable Namespace namespace() {
    return namespace;
  }

  /** How many may wait. */
  public int limit() {
    return limit;
  }
}
