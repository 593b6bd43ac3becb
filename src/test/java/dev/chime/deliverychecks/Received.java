package dev.chime.deliverychecks;

import java.time.Instant;

/** A delivery that has reached a receiver or a worker. Thread-safe. */
abstract sealed class Received permits Call, Lease {

  private final String delivery;
  private final String timer;
  private final Instant deadline;
  private final Instant at;

  Received(String delivery, String timer, Instant deadline, Instant at) {
    this.delivery = delivery;
    this.timer = timer;
    this.deadline = deadline;
    this.at = at;
  }

  /** The delivery's id. */
  final String delivery() {
    return delivery;
  }

  /** The timer's id. */
  final String timer() {
    return timer;
  }

  /** The timer's deadline, as the delivery has it. */
  final Instant deadline() {
    return deadline;
  }

  /** When it came, by the clock of this machine, and no later than that. */
  final Instant at() {
    return at;
  }
}
