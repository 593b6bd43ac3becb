package dev.chime.async.time;

/**
 * A source of monotonic time, and the way to wait by it. Thread-safe.
 *
 * <p>Readings are nanoseconds from an arbitrary origin and may be any {@code long}; as with {@link
 * System#nanoTime()} only differences mean something, and those stay below 2^63 ns (292 years).
 */
public interface Ticker {

  /** The time now. Never less than an earlier reading. */
  long nanos();

  /** Blocks the calling thread until {@code deadline} or until it is unparked; may return early. */
  void parkUntil(long deadline);

  /**
   * The machine's monotonic clock. It counts from the Unix epoch as the wall clock read when the
   * ticker was made, so that its milliseconds begin where the wall clock's do; it does not follow
   * the wall clock afterwards.
   */
  static Ticker system() {
    return new SystemTicker();
  }
}
