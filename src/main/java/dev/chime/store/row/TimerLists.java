package dev.chime.store.row;

import dev.chime.timer.ListOrder;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerQuery.Page;
import dev.chime.timer.TimerQuery.Position;
import dev.chime.timer.TimerState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Reads lists of timers, page by page. The first rows of the list come from the index that fits the
 * query best. Conditions that the index does not cover are checked row by row. The number of rows
 * that are read for a page is limited, even if only a few of them belong to the list. Not
 * thread-safe.
 */
final class TimerLists {

  /** How many extra rows are read for a page if some of them may not belong to the list. */
  private static final int EXTRA_ROWS = 1000;

  private static final Comparator<Timer> BY_ID = Comparator.comparing(timer -> timer.id().value());
  private static final Comparator<Timer> BY_DEADLINE =
      Comparator.comparing(Timer::deadline).thenComparing(BY_ID);

  /** A text that sorts after every id. */
  private static final String AFTER_ALL_IDS = "\u007f";

  private final Connection connection;

  TimerLists(Connection connection) {
    this.connection = connection;
  }

  /**
   * Reads a page.
   *
   * @param newest returns the newest state of a timer that the database may have in an older state
   */
  Page page(TimerQuery query, UnaryOperator<Timer> newest) throws SQLException {
    int maxRows = query.limit() + (isExact(query) ? 1 : EXTRA_ROWS);
    List<Timer> rows = rows(query, maxRows);
    Comparator<Timer> order = query.isByDeadline() ? BY_DEADLINE : BY_ID;
    rows.sort(query.order() == ListOrder.ASCENDING ? order : order.reversed());
    List<Timer> found = new ArrayList<>();
    Timer last = null;
    int checked = 0;
    while (checked < rows.size() && checked < maxRows && found.size() < query.limit()) {
      last = rows.get(checked++);
      Timer timer = newest.apply(last);
      if (query.admits(timer)) {
        found.add(timer);
      }
    }
    boolean isEnd = checked == rows.size() && rows.size() < maxRows;
    return new Page(found, isEnd || last == null ? null : query.positionOf(last));
  }

  /** Whether the index covers all conditions, so that every row belongs to the list. */
  private static boolean isExact(TimerQuery query) {
    boolean hasDeadlines = query.dueAfter() != null || query.dueBefore() != null;
    return query.destination() == null
        && query.labels().size() <= 1
        && (query.isByDeadline() || !hasDeadlines);
  }

  /** Reads up to {@code limit} rows of each state. They include the first ones of the list. */
  private List<Timer> rows(TimerQuery query, int limit) throws SQLException {
    List<TimerState> states = query.states().stream().sorted().toList();
    if (query.isByDeadline()) {
      return byDeadline(query, states, limit);
    }
    IdBounds ids =
        IdBounds.of(
            query.idPrefix(), query.order(), query.after() == null ? null : query.after().id());
    if (!query.labels().isEmpty()) {
      return byLabel(query, states, ids, limit);
    }
    return states.size() == TimerState.values().length
        ? all(query, ids, limit)
        : byState(query, states, ids, limit);
  }

  private List<Timer> all(TimerQuery query, IdBounds ids, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.listAll(query.order()))) {
      statement.setString(1, query.namespace().name());
      statement.setString(2, ids.above());
      statement.setString(3, ids.below());
      statement.setInt(4, limit);
      return TimerReads.read(statement);
    }
  }

  private List<Timer> byState(TimerQuery query, List<TimerState> states, IdBounds ids, int limit)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.listByState(states.size(), query.order()))) {
      int index = 1;
      for (TimerState state : states) {
        statement.setString(index++, query.namespace().name());
        statement.setInt(index++, TimerRow.code(state));
        statement.setString(index++, ids.above());
        statement.setString(index++, ids.below());
        statement.setInt(index++, limit);
      }
      return TimerReads.read(statement);
    }
  }

  private List<Timer> byLabel(TimerQuery query, List<TimerState> states, IdBounds ids, int limit)
      throws SQLException {
    Map.Entry<String, String> label = query.labels().getFirst();
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.listByLabel(states.size(), query.order()))) {
      int index = 1;
      for (TimerState state : states) {
        statement.setString(index++, query.namespace().name());
        statement.setString(index++, label.getKey());
        statement.setString(index++, label.getValue());
        statement.setInt(index++, TimerRow.code(state));
        statement.setString(index++, ids.above());
        statement.setString(index++, ids.below());
        statement.setInt(index++, limit);
      }
      return TimerReads.read(statement);
    }
  }

  private List<Timer> byDeadline(TimerQuery query, List<TimerState> states, int limit)
      throws SQLException {
    boolean ascends = query.order() == ListOrder.ASCENDING;
    long after = // a deadline is a whole millisecond
        query.dueAfter() == null ? Long.MIN_VALUE : query.dueAfter().toEpochMilli();
    long before = query.dueBefore() == null ? Long.MAX_VALUE : ceilMillis(query.dueBefore());
    long beginning = ascends ? after : before;
    String beginningId = ascends ? AFTER_ALL_IDS : ""; // none of that deadline
    Position position = query.after();
    if (position != null && position.deadline() != null) {
      beginning = position.deadline().toEpochMilli();
      beginningId = position.id();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(Sql.listByDeadline(states.size(), query.order()))) {
      int index = 1;
      for (TimerState state : states) {
        statement.setString(index++, query.namespace().name());
        statement.setInt(index++, TimerRow.code(state));
        statement.setLong(index++, beginning);
        statement.setString(index++, beginningId);
        statement.setLong(index++, ascends ? before : after);
        statement.setInt(index++, limit);
      }
      return TimerReads.read(statement);
    }
  }

  private static long ceilMillis(Instant time) {
    long floor = time.toEpochMilli();
    return Instant.ofEpochMilli(floor).equals(time) ? floor : floor + 1;
  }
}
