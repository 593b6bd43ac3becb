package dev.chime.deliverychecks;

import java.time.Instant;

/** A delivery that has reached a receiver or a worker. */
sealed interface Received permits Call, Lease {

  /** The delivery's id. */
  String delivery();

  /** The timer's id. */
  String timer();

  /** The timer's deadline, as the delivery has it. */
  Instant deadline();

  /** When it came, by the clock of this machine, and no later than that. */
  Instant at();
}
