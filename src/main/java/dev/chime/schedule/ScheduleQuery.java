package dev.chime.schedule;

import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * A query for a page of the schedules of a namespace, ordered by id.
 *
 * @param namespace the namespace
 * @param idPrefix selects schedules whose ids begin with this; empty for any
 * @param order the order of the list
 * @param after the id at the end of the page before; null for the first page
 * @param limit the largest number of schedules on a page
 */
public record ScheduleQuery(
    Namespace namespace, String idPrefix, ListOrder order, @Nullable String after, int limit) {

  /** The same list, starting after another id. */
  public ScheduleQuery after(@Nullable String id) {
    return new ScheduleQuery(namespace, idPrefix, order, id, limit);
  }
}
