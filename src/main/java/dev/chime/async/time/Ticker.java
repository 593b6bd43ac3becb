package dev.chime.async.time;

/**
 * A source of monotonic time, and a way to wait until a time. Thread-safe.
 *
 * <p>Times are nanoseconds from an arbitrary origin and may be any {@code long}. As with {@link
 * System#nanoTime()}, only differences have a meaning. They stay below 2^63 ns (292 years).
 */
public interface Ticker {

  /** The current time. It never goes back. */
  long nanos();

  /** Blocks the calling thread until {@code deadline} or until it is unparked. May return early. */
  void parkUntil(long deadline);

  /**
   * A ticker over the machine's monotonic clock. When it is made, it is set to the wall clock's
   * time since the Unix epoch, so that the milliseconds of both start together. Afterwards it does
   * not follow the wall clock.
   */
  static Ticker system() {
    return new SystemTicker();
  }
}
