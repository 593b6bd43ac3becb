package dev.chime.deliverychecks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call that has reached a receiver. Thread-safe. */
final class Call extends Received {

  private volatile @Nullable Instant acceptedAt;

  Call(String delivery, String timer, Instant deadline, Instant at) {
    super(delivery, timer, deadline, at);
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
    return "called at " + at() + (acceptedAt == null ? "" : ", accepted at " + acceptedAt);
  }
}
