package dev.chime.store.row;

import dev.chime.delivery.Attempt;
import dev.chime.delivery.Delivery;
import dev.chime.delivery.DeliveryId;
import dev.chime.delivery.DeliveryQuery;
import dev.chime.delivery.DeliveryState;
import dev.chime.delivery.Lane;
import dev.chime.delivery.OpenLane;
import dev.chime.timer.Destination;
import dev.chime.timer.ListOrder;
import dev.chime.timer.Namespace;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads deliveries over one connection. Not thread-safe. */
public final class DeliveryReads {

  /** How many deliveries one statement finds by their ids. */
  private static final int FOUND_AT_ONCE = 100;

  /** How many extra rows are read for a page if some of them may not belong to the list. */
  private static final int EXTRA_ROWS = 1000;

  private static final Comparator<Delivery> BY_ID =
      Comparator.comparing(delivery -> delivery.id().value());

  private final Connection connection;

  /** Reads over this connection, which the caller closes. */
  public DeliveryReads(Connection connection) {
    this.connection = connection;
  }

  /** Finds deliveries by their ids, in the same order. */
  public List<Optional<Delivery>> find(List<DeliveryId> ids) throws SQLException {
    Map<DeliveryId, Delivery> found = new HashMap<>();
    for (int from = 0; from < ids.size(); from += FOUND_AT_ONCE) {
      List<DeliveryId> some = ids.subList(from, Math.min(ids.size(), from + FOUND_AT_ONCE));
      try (PreparedStatement find = connection.prepareStatement(DeliverySql.find(some.size()))) {
        int index = 1;
        for (DeliveryId id : some) {
          DeliveryRow.setId(find, index, id);
          index += 2;
        }
        read(find).forEach(delivery -> found.put(delivery.id(), delivery));
      }
    }
    return ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList();
  }

  /** Reads the attempts of a delivery, the oldest first. */
  public List<Attempt> attempts(DeliveryId id) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(DeliverySql.ATTEMPTS)) {
      DeliveryRow.setId(find, 1, id);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? AttemptsText.parse(row.getString(1)) : List.of();
      }
    }
  }

  /**
   * Reads a page of a list. The number of rows that are read for it is limited, even if only a few
   * of them belong to the list.
   */
  public DeliveryQuery.Page page(DeliveryQuery query) throws SQLException {
    List<String> conditions = conditions(query);
    int maxRows = query.limit() + (isExact(query) ? 1 : EXTRA_ROWS);
    List<Delivery> rows = new ArrayList<>();
    for (String condition : conditions) {
      rows.addAll(rows(query, condition, maxRows));
    }
    rows.sort(query.order() == ListOrder.ASCENDING ? BY_ID : BY_ID.reversed());
    List<Delivery> found = new ArrayList<>();
    String last = null;
    int checked = 0;
    while (checked < rows.size() && checked < maxRows && found.size() < query.limit()) {
      Delivery delivery = rows.get(checked++);
      last = delivery.id().value();
      if (admits(query, delivery)) {
        found.add(delivery);
      }
    }
    boolean isEnd = checked == rows.size() && rows.size() < maxRows;
    return new DeliveryQuery.Page(found, isEnd ? null : last);
  }

  /** Conditions for indices which together have all deliveries in these states. */
  private static List<String> conditions(DeliveryQuery query) {
    if (query.states().contains(DeliveryState.DELIVERED)) {
      return List.of("true"); // most are delivered, so that there is no other index for them
    }
    List<String> conditions = new ArrayList<>();
    if (query.states().contains(DeliveryState.DEAD)) {
      conditions.add("d.state = 3");
    }
    if (query.states().contains(DeliveryState.PENDING)
        || query.states().contains(DeliveryState.LEASED)) {
      conditions.add("d.finished_at IS NULL");
    }
    return conditions;
  }

  /** Whether every row that the indices have belongs to the list. */
  private static boolean isExact(DeliveryQuery query) {
    Set<DeliveryState> states = query.states();
    boolean ofAllUnfinished =
        states.contains(DeliveryState.PENDING) == states.contains(DeliveryState.LEASED);
    boolean ofAllStates = states.size() == DeliveryState.values().length;
    return query.destination() == null
        && (ofAllStates || (ofAllUnfinished && !states.contains(DeliveryState.DELIVERED)));
  }

  private static boolean admits(DeliveryQuery query, Delivery delivery) {
    Instant since = query.since();
    return query.states().contains(delivery.state())
        && (query.destination() == null
            || query.destination().equals(delivery.timer().destination()))
        && (since == null || !delivery.timer().dueAt().isBefore(since));
  }

  private List<Delivery> rows(DeliveryQuery query, String condition, int limit)
      throws SQLException {
    IdBounds ids =
        IdBounds.of(query.idPrefix(), query.order(), query.after())
            .above(query.since() == null ? "" : DeliveryId.firstDueAt(query.since()));
    try (PreparedStatement list =
        connection.prepareStatement(DeliverySql.list(condition, query.order()))) {
      list.setString(1, query.namespace().name());
      list.setString(2, ids.above());
      list.setString(3, ids.below());
      list.setInt(4, limit);
      return read(list);
    }
  }

  /** Finds the lanes with deliveries that have not ended, and when their first are available. */
  public Map<Lane, Instant> openLanes() throws SQLException {
    Map<Lane, Instant> lanes = new LinkedHashMap<>();
    try (PreparedStatement next = connection.prepareStatement(DeliverySql.NEXT_LANE)) {
      next.setString(1, "");
      next.setString(2, "");
      while (readLane(next, lanes)) {
        // the parameters are those of the next one
      }
    }
    return lanes;
  }

  private static boolean readLane(PreparedStatement next, Map<Lane, Instant> lanes)
      throws SQLException {
    try (ResultSet row = next.executeQuery()) {
      if (!row.next()) {
        return false;
      }
      Namespace namespace = TimerRow.namespace(row.getString(1));
      String destination = row.getString(2);
      lanes.put(
          new Lane(namespace, Destination.parse(destination)),
          Instant.ofEpochMilli(row.getLong(3)));
      next.setString(1, namespace.name());
      next.setString(2, destination);
      return true;
    }
  }

  /** Counts the deliveries in each state but {@code DELIVERED}. */
  public Map<DeliveryState, Long> counts() throws SQLException {
    Map<DeliveryState, Long> counts = new EnumMap<>(DeliveryState.class);
    for (DeliveryState state : DeliveryState.values()) {
      if (state != DeliveryState.DELIVERED) {
        counts.put(state, 0L);
      }
    }
    try (PreparedStatement count = connection.prepareStatement(DeliverySql.COUNTS);
        ResultSet rows = count.executeQuery()) {
      while (rows.next()) {
        counts.put(DeliveryRow.state(rows.getInt(1)), rows.getLong(2));
      }
    }
    return counts;
  }

  /** Counts the deliveries of a namespace that have not ended, up to a limit. */
  public long countOpen(Namespace namespace, long limit) throws SQLException {
    return count(DeliverySql.COUNT_OPEN, limit, namespace.name());
  }

  /** Counts the deliveries of a lane that have not ended, up to a limit. */
  public long depth(Lane lane, long limit) throws SQLException {
    return count(DeliverySql.DEPTH, limit, lane.namespace().name(), lane.destination().text());
  }

  /** Finds the first open lane of a namespace after another one, and counts up to a limit. */
  public Optional<OpenLane> nextOpen(Namespace namespace, @Nullable Destination after, int limit)
      throws SQLException {
    try (PreparedStatement next = connection.prepareStatement(DeliverySql.NEXT_OPEN)) {
      next.setString(1, namespace.name());
      next.setString(2, after == null ? "" : after.text());
      try (ResultSet row = next.executeQuery()) {
        return row.next()
            ? Optional.of(open(namespace, row.getString(1), row.getLong(2), limit))
            : Optional.empty();
      }
    }
  }

  private OpenLane open(Namespace namespace, String destination, long firstAt, int limit)
      throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(DeliverySql.COUNT_LANE)) {
      count.setString(1, namespace.name());
      count.setString(2, destination);
      count.setInt(3, limit);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        int leased = row.getInt(2);
        return new OpenLane(
            new Lane(namespace, Destination.parse(destination)),
            row.getInt(1) - leased,
            leased,
            Instant.ofEpochMilli(firstAt));
      }
    }
  }

  /** Counts the dead deliveries of a namespace, up to a limit. */
  public int countDead(Namespace namespace, int limit) throws SQLException {
    return Math.toIntExact(count(DeliverySql.COUNT_DEAD, limit, namespace.name()));
  }

  /** Executes a query that counts up to a limit, which is its last parameter. */
  private long count(String sql, long limit, String... parameters) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        count.setString(i + 1, parameters[i]);
      }
      count.setLong(parameters.length + 1, limit);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Executes a query and reads all deliveries that it finds. */
  public static List<Delivery> read(PreparedStatement query) throws SQLException {
    List<Delivery> deliveries = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        deliveries.add(DeliveryRow.read(rows));
      }
    }
    return deliveries;
  }
}
