package dev.chime.web;

import dev.chime.schedule.ScheduleId;
import dev.chime.timer.Namespace;
import dev.chime.web.problem.InvalidRequestException;

/** Parses the ids of schedules in requests. */
final class ScheduleIds {

  private ScheduleIds() {}

  /** Returns the id of a schedule that may exist. */
  static ScheduleId parse(Namespace namespace, String id) {
    try {
      return new ScheduleId(namespace, id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("id", ScheduleId.RULE);
    }
  }
}
