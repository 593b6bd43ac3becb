package dev.chime.delivery;

import java.time.Instant;

/**
 * The deliveries of a lane that are not final, counted up to a limit.
 *
 * @param lane the lane
 * @param pending how many are pending
 * @param leased how many are leased
 * @param firstAt when the first one became available, or does
 */
public record OpenLane(Lane lane, int pending, int leased, Instant firstAt) {

  /** How many there are. */
  public int open() {
    return pending + leased;
  }
}
