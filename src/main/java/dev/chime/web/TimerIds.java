package dev.chime.web;

import dev.chime.timer.Namespace;
import dev.chime.timer.TimerId;
import dev.chime.web.problem.InvalidRequestException;
import java.util.Set;

/** Parses the timer ids in requests. */
final class TimerIds {

  /** Names that mean something else in a path. */
  private static final Set<String> RESERVED = Set.of(".", "..", "batch", "events", "wait");

  private TimerIds() {}

  /** Returns the id of a timer that may exist. */
  static TimerId parse(Namespace namespace, String id) {
    try {
      return new TimerId(namespace, id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("id", TimerId.RULE);
    }
  }

  /** Returns the id of a timer that a client wants to create, or throws the problem. */
  static TimerId parseNew(Namespace namespace, String id) {
    if (RESERVED.contains(id)) {
      throw new InvalidRequestException("id", "must not be one of batch, events, wait, . and ..");
    }
    return parse(namespace, id);
  }
}
