package dev.chime.web;

import dev.chime.schedule.OccurrenceId;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerId;
import dev.chime.web.problem.InvalidRequestException;

/** Parses the timer ids in requests. */
final class TimerIds {

  private TimerIds() {}

  /** Returns the id of a timer that may exist. */
  static TimerId parse(Namespace namespace, String id) {
    try {
      return new TimerId(namespace, id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("id", TimerId.RULE);
    }
  }

  /** Returns the id of a timer that a client wants to create. */
  static TimerId parseNew(Namespace namespace, String id) {
    TimerId parsed = parse(namespace, id);
    if (OccurrenceId.isOccurrence(parsed)) {
      throw new InvalidRequestException(
          "id", "must not look like an occurrence of a schedule, with ~ and a time at its end");
    }
    return parsed;
  }
}
