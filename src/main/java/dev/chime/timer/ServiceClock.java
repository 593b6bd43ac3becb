package dev.chime.timer;

import dev.chime.async.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The time by which the service promises: the wall clock as it read at the start, carried forward
 * by the ticker. So it never runs backwards, whatever happens to the wall clock. Thread-safe.
 */
public final class ServiceClock implements InstantSource {

  private final Ticker ticker;
  private final Instant start;
  private final long startNanos;

  /** A clock that reads {@code start} now. */
  public ServiceClock(Ticker ticker, Instant start) {
    this.ticker = ticker;
    this.start = start;
    this.startNanos = ticker.nanos();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(ticker.nanos() - startNanos);
  }

  /** The ticker's reading at {@code time}, which lies within {@link Timer#HORIZON} of now. */
  public long nanosAt(Instant time) {
    return startNanos + Duration.between(start, time).toNanos();
  }

  /** The millisecond that {@code time} lies in: for what has happened. */
  static Instant floorMillis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The first millisecond not before {@code time}: for what must not happen earlier. */
  static Instant ceilMillis(Instant time) {
    Instant floor = floorMillis(time);
    return floor.equals(time) ? floor : floor.plusMillis(1);
  }
}
