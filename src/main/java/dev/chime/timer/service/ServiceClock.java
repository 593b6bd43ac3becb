package dev.chime.timer.service;

import dev.chime.async.time.Ticker;
import dev.chime.timer.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time by which the service promises: the wall clock as it read at the start, carried forward
 * by the ticker; or, where several processes promise together, a clock that they all {@linkplain
 * #follow follow}. It never runs backwards, whatever happens to those: it stands still until they
 * have caught up. Thread-safe.
 */
public final class ServiceClock implements InstantSource {

  /**
   * What has been read of the clock.
   *
   * @param time what it read
   * @param nanos what the ticker read then
   * @param floor the latest time that may have been told before
   */
  private record Reading(Instant time, long nanos, Instant floor) {}

  private final Ticker ticker;
  private volatile Reading reading;

  /** A clock that reads {@code start} now. */
  public ServiceClock(Ticker ticker, Instant start) {
    this.ticker = ticker;
    this.reading = new Reading(start, ticker.nanos(), start);
  }

  @Override
  public Instant instant() {
    return at(reading);
  }

  private Instant at(Reading latest) {
    Instant time = latest.time.plusNanos(ticker.nanos() - latest.nanos);
    return time.isBefore(latest.floor) ? latest.floor : time;
  }

  /**
   * Goes on from what a clock reads now.
   *
   * @param time what it reads
   */
  public synchronized void follow(Instant time) {
    reading = new Reading(time, ticker.nanos(), at(reading));
  }

  /** The ticker's reading at {@code time}, which lies within {@link Timer#HORIZON} of now. */
  public long nanosAt(Instant time) {
    Reading latest = reading;
    return latest.nanos + Duration.between(latest.time, time).toNanos();
  }
}
