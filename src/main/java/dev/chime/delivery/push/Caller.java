package dev.chime.delivery.push;

import dev.chime.async.Future;

/** Makes calls over HTTP. Thread-safe. */
@FunctionalInterface
interface Caller extends AutoCloseable {

  /**
   * A future that begins the call when it is first polled. It does not throw: if the call fails,
   * the result says so.
   */
  Future<CallResult> call(Call call);

  /** Ends all calls. Idempotent. */
  @Override
  default void close() {}
}
