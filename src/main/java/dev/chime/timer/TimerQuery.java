package dev.chime.timer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which timers of a namespace to list, a page at a time: in the order of their ids or, where their
 * deadlines matter, of their deadlines and then ids.
 *
 * @param namespace whose
 * @param states those in one of these; not empty
 * @param labels those that have all of these, each a name and a value
 * @param dueAfter those with deadlines after this; null for any
 * @param dueBefore those with deadlines before this; null for any
 * @param after the end of the page before; null for the first
 * @param limit the most to answer
 */
public record TimerQuery(
    Namespace namespace,
    Set<TimerState> states,
    List<Map.Entry<String, String>> labels,
    @Nullable Instant dueAfter,
    @Nullable Instant dueBefore,
    @Nullable Position after,
    int limit) {

  /**
   * A place in a list.
   *
   * @param deadline that of the timer before it; null in a list that is in the order of ids
   * @param id that of the timer before it
   */
  public record Position(@Nullable Instant deadline, String id) {}

  /**
   * A page of a list.
   *
   * @param timers what it has on it; may be fewer than were asked for even if there is more to come
   * @param next where the next page begins; null at the end
   */
  public record Page(List<Timer> timers, @Nullable Position next) {}

  /** Copies the collections. */
  public TimerQuery {
    states = Set.copyOf(states);
    labels = List.copyOf(labels);
  }

  /** Whether the list is in the order of deadlines. */
  public boolean isByDeadline() {
    return labels.isEmpty() && (dueAfter != null || dueBefore != null);
  }

  /** Whether this timer belongs to the list, wherever in it. */
  public boolean admits(Timer timer) {
    return states.contains(timer.state())
        && (dueAfter == null || timer.deadline().isAfter(dueAfter))
        && (dueBefore == null || timer.deadline().isBefore(dueBefore))
        && timer.labels().entrySet().containsAll(labels);
  }

  /** Where this timer is in the list. */
  public Position positionOf(Timer timer) {
    return new Position(isByDeadline() ? timer.deadline() : null, timer.id().value());
  }

  /** The same list from another place on. */
  public TimerQuery from(@Nullable Position position) {
    return new TimerQuery(namespace, states, labels, dueAfter, dueBefore, position, limit);
  }
}
