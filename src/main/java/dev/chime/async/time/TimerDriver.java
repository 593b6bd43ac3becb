package dev.chime.async.time;

/** Completes {@link TimerFuture}s when their time has come. Thread-safe. */
public sealed interface TimerDriver permits WheelTimerDriver, ThreadTimerDriver {

  /** The longest delay that can be told from a time in the past: 2^62 ns, 146 years. */
  long MAX_DELAY_NANOS = 1L << 62;

  /** The ticker that deadlines refer to. */
  Ticker ticker();

  /** Starts a timer that fires when the ticker reads {@code deadline} or later, never before. */
  SharedState arm(long deadline);
}
