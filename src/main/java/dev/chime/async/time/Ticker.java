package dev.chime.async.time;

/**
 * A source of monotonic time, and a way to wait for it. Thread-safe.
 *
 * <p>Readings are nanoseconds from an arbitrary origin and may be any {@code long}. As with {@link
 * System#nanoTime()}, only differences mean anything, and they stay below 2^63 ns (292 years).
 */
public interface Ticker {

  /** The time now. Never less than an earlier reading. */
  long nanos();

  /** Blocks the calling thread until {@code deadline} or until it is unparked; may return early. */
  void parkUntil(long deadline);

  /**
   * The machine's monotonic clock. It counts from the Unix epoch, by the wall clock at the moment
   * when the ticker is made, so that its milliseconds begin when the wall clock's do. It does not
   * follow the wall clock afterwards.
   */
  static Ticker system() {
    return new SystemTicker();
  }
}
