package dev.chime.delivery.push;

import dev.chime.delivery.Delivery;
import dev.chime.delivery.push.PushListener.Outcome;
import dev.chime.timer.Traceparent;
import org.jspecify.annotations.Nullable;

/** The trace of one attempt to deliver by a call. Not thread-safe. */
public interface CallTrace {

  /** Makes traces of attempts. Thread-safe. */
  @FunctionalInterface
  interface Source {

    /** Makes none: then calls tell of the span of the request that created the timer. */
    Source NONE = delivery -> null;

    /** Begins the trace of an attempt; null for none. */
    @Nullable CallTrace begin(Delivery delivery);
  }

  /** The span of the attempt, of which its call tells. */
  Traceparent traceparent();

  /**
   * The attempt has ended.
   *
   * @param status the status of the answer; null if there was none
   * @param error what went wrong, for people to read; null if there was an answer
   * @param outcome what is to become of the delivery
   */
  void ended(@Nullable Integer status, @Nullable String error, Outcome outcome);
}
