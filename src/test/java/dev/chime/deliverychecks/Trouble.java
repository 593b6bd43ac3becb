package dev.chime.deliverychecks;

import java.time.Instant;

/**
 * Something that was done to servers or to their database.
 *
 * @param from when it began
 * @param to when it was over
 */
record Trouble(Instant from, Instant to) {

  boolean overlaps(Instant begin, Instant end) {
    return !from.isAfter(end) && !to.isBefore(begin);
  }
}
