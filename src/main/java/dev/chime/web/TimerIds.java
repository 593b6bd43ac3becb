package dev.chime.web;

import dev.chime.timer.Namespace;
import dev.chime.timer.TimerId;
import dev.chime.web.problem.InvalidRequestException;
import java.util.Set;

/** Ids as requests name them. */
final class TimerIds {

  /** Names that have a meaning in our paths, or in all. */
  private static final Set<String> RESERVED = Set.of(".", "..", "batch", "events", "wait");

  private TimerIds() {}

  /** The id of a timer that there may be. */
  static TimerId parse(Namespace namespace, String id) {
    try {
      return new TimerId(namespace, id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("id", TimerId.RULE);
    }
  }

  /** The id of a timer that a client wants to create. */
  static TimerId parseNew(Namespace namespace, String id) {
    if (RESERVED.contains(id)) {
      throw new InvalidRequestException("id", "must not be one of batch, events, wait, . and ..");
    }
    return parse(namespace, id);
  }
}
