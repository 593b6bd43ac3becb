package dev.chime.deliverychecks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call that has reached a receiver. Thread-safe. */
final class Call implements Received {

  private final String delivery;
  private final String timer;
  private final Instant deadline;
  private final Instant at;
  private volatile @Nullable Instant acceptedAt;

  Call(String delivery, String timer, Instant deadline, Instant at) {
    this.delivery = delivery;
    this.timer = timer;
    this.deadline = deadline;
    this.at = at;
  }

  @Override
  public String delivery() {
    return delivery;
  }

  @Override
  public String timer() {
    return timer;
  }

  @Override
  public Instant deadline() {
    return deadline;
  }

  @Override
  public Instant at() {
    return at;
  }

  /** It is answered with 200. */
  void accept(Instant now) {
    acceptedAt = now;
  }

  /** The answer could not be sent: the caller has gone. */
  void notHeard() {
    acceptedAt = null;
  }

  /** When it was answered with 200; null if it was not. */
  @Nullable Instant acceptedAt() {
    return acceptedAt;
  }

  @Override
  public String toString() {
    return "called at " + at + (acceptedAt == null ? "" : ", accepted at " + acceptedAt);
  }
}
