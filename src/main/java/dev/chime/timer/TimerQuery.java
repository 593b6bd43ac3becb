package dev.chime.timer;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query for a page of the timers of a namespace. They are ordered by id or, if the query
 * {@linkplain #isByDeadline limits the deadline}, by deadline and then id; or the other way round.
 *
 * @param namespace the namespace
 * @param states selects timers in one of these states; not empty
 * @param labels selects timers that have all of these labels, each a name and a value
 * @param destination selects timers that are delivered there; null for any
 * @param idPrefix selects timers whose ids begin with this; empty for any
 * @param dueAfter selects timers with deadlines after this; null for any
 * @param dueBefore selects timers with deadlines before this; null for any
 * @param order the order of the list
 * @param after the end of the page before; null for the first page
 * @param limit the largest number of timers on a page
 */
public record TimerQuery(
    Namespace namespace,
    Set<TimerState> states,
    List<Map.Entry<String, String>> labels,
    @Nullable Destination destination,
    String idPrefix,
    @Nullable Instant dueAfter,
    @Nullable Instant dueBefore,
    ListOrder order,
    @Nullable Position after,
    int limit) {

  /**
   * A position in a list.
   *
   * @param deadline the deadline of the timer before the position; null in a list ordered by id
   * @param id the id of the timer before the position
   */
  public record Position(@Nullable Instant deadline, String id) {}

  /**
   * A page of a list.
   *
   * @param timers the timers; may be fewer than the limit, even if there are more pages
   * @param next where the next page begins; null if this is the last page
   */
  public record Page(List<Timer> timers, @Nullable Position next) {}

  /** Copies the collections. */
  public TimerQuery {
    states = Set.copyOf(states);
    labels = List.copyOf(labels);
  }

  /** A query for timers of any id that are delivered anywhere, or nowhere. */
  public TimerQuery(
      Namespace namespace,
      Set<TimerState> states,
      List<Map.Entry<String, String>> labels,
      @Nullable Instant dueAfter,
      @Nullable Instant dueBefore,
      @Nullable Position after,
      int limit) {
    this(
        namespace,
        states,
        labels,
        null,
        "",
        dueAfter,
        dueBefore,
        ListOrder.ASCENDING,
        after,
        limit);
  }

  /** Whether the list is ordered by deadline. */
  public boolean isByDeadline() {
    return labels.isEmpty() && idPrefix.isEmpty() && (dueAfter != null || dueBefore != null);
  }

  /** Whether the conditions select this timer, on whatever page. */
  public boolean admits(Timer timer) {
    return states.contains(timer.state())
        && timer.id().value().startsWith(idPrefix)
        && (destination == null || destination.equals(timer.destination()))
        && (dueAfter == null || timer.deadline().isAfter(dueAfter))
        && (dueBefore == null || timer.deadline().isBefore(dueBefore))
        && timer.labels().entrySet().containsAll(labels);
  }

  /** The position right after this timer in the list. */
  public Position positionOf(Timer timer) {
    return new Position(isByDeadline() ? timer.deadline() : null, timer.id().value());
  }

  /** The same list, starting at another position. */
  public TimerQuery from(@Nullable Position position) {
    return new TimerQuery(
        namespace,
        states,
        labels,
        destination,
        idPrefix,
        dueAfter,
        dueBefore,
        order,
        position,
        limit);
  }
}
