package dev.chime.delivery.push;

import org.jspecify.annotations.Nullable;

/**
 * What came of a call.
 *
 * @param status the status of the answer; null if there was none
 * @param answer the beginning of the answer, as text; null if there was none
 * @param retryAfter the answer's {@code Retry-After}; null if it has none
 * @param error what went wrong, for people to read; null if there was an answer
 */
record CallResult(
    @Nullable Integer status,
    @Nullable String answer,
    @Nullable String retryAfter,
    @Nullable String error) {

  /** A call without an answer. */
  static CallResult failed(String error) {
    return new CallResult(null, null, null, error);
  }

  /** Whether the receiver has taken it. */
  boolean isSuccess() {
    return status != null && status >= 200 && status < 300;
  }
}
