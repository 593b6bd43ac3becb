package dev.chime.web;

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
}
