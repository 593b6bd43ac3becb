package dev.chime.delivery.push;

/**
 * A limit to a rate: a bucket that holds what is allowed in a second, and is filled again as time
 * passes. Not thread-safe.
 */
final class TokenBucket {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** When the bucket would be full, in nanoseconds of the ticker. */
  private long fullAt;

  /** A full bucket. */
  TokenBucket(long nanos) {
    fullAt = nanos;
  }

  /** How many tokens there are, at this rate. */
  int available(int perSecond, long nanos) {
    long each = NANOS_PER_SECOND / perSecond;
    long missing = Math.max(0, fullAt - nanos);
    return (int) Math.max(0, (NANOS_PER_SECOND - missing) / each);
  }

  /** Takes tokens that are available. */
  void take(int count, int perSecond, long nanos) {
    fullAt = Math.max(fullAt, nanos) + count * (NANOS_PER_SECOND / perSecond);
  }

  /** When there is at least one token, in nanoseconds of the ticker. */
  long nextAt(int perSecond) {
    return fullAt - NANOS_PER_SECOND + NANOS_PER_SECOND / perSecond;
  }
}
