package dev.chime.async.time;

/** A driver, which completes {@link TimerFuture}s at their deadlines. Thread-safe. */
public sealed interface TimerDriver permits WheelTimerDriver, ThreadTimerDriver {

  /** The longest delay: 2^62 ns, 146 years. A longer one could be taken for a time in the past. */
  long MAX_DELAY_NANOS = 1L << 62;

  /** The ticker that measures the deadlines. */
  Ticker ticker();

  /** Arms a timer. It fires when the ticker's time is {@code deadline} or later, never before. */
  SharedState arm(long deadline);
}
