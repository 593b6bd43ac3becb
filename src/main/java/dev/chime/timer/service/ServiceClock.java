package dev.chime.timer.service;

import dev.chime.async.time.Ticker;
import dev.chime.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock that decides when a timer is due: the wall clock as it was at the start, carried
 * forward by the ticker. If several processes share a store, they all {@linkplain #follow follow}
 * the clock of the database. It never runs backwards: when the clock that it follows is set back,
 * it stands still until that has caught up. Thread-safe.
 */
public final class ServiceClock implements InstantSource {

  /**
   * The moment from which the ticker carries the time forward.
   *
   * @param time the time at that moment
   * @param nanos the ticker's reading at that moment
   * @param floor the latest time that may have been read before; nothing earlier is read again
   */
  private record Anchor(Instant time, long nanos, Instant floor) {}

  /** How often two clocks are read one after the other; the closest two readings count. */
  private static final int READINGS = 16;

  private final Ticker ticker;
  private volatile Anchor anchor;

  /** A clock that reads {@code start} now. */
  public ServiceClock(Ticker ticker, Instant start) {
    this(ticker, new Anchor(start, ticker.nanos(), start));
  }

  private ServiceClock(Ticker ticker, Anchor anchor) {
    this.ticker = ticker;
    this.anchor = anchor;
  }

  /**
   * A clock that reads what another clock reads now. It is behind by less than the time between two
   * readings, and never ahead.
   */
  public static ServiceClock setTo(InstantSource source, Ticker ticker) {
    Anchor closest = null;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < READINGS || closest == null; i++) {
      long before = ticker.nanos();
      Instant time = source.instant();
      long after = ticker.nanos();
      if (after - before < least) {
        least = after - before;
        closest = new Anchor(time, after, time);
      }
    }
    return new ServiceClock(ticker, closest);
  }

  @Override
  public Instant instant() {
    return at(anchor);
  }

  private Instant at(Anchor latest) {
    Instant time = latest.time.plusNanos(ticker.nanos() - latest.nanos);
    return time.isBefore(latest.floor) ? latest.floor : time;
  }

  /**
   * Continues from what another clock reads now.
   *
   * @param time what the other clock reads
   */
  public synchronized void follow(Instant time) {
    anchor = new Anchor(time, ticker.nanos(), at(anchor));
  }

  /** The ticker's reading at {@code time}, which is within {@link Timer#HORIZON} of now. */
  public long nanosAt(Instant time) {
    Anchor latest = anchor;
    return latest.nanos + Duration.between(latest.time, time).toNanos();
  }
}
