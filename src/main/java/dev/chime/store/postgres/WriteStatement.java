package dev.chime.store.postgres;

import dev.chime.store.commit.CountsDelta;
import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.row.ScheduleSql;
import dev.chime.timer.TimerChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One SQL statement that writes everything that a transaction writes. The rows of each table are
 * sent as arrays, one for each column. So a transaction takes one round trip, and holds no lock
 * while it waits for the network or for this process. If another process has changed one of the
 * rows in the meantime, the statement writes nothing. Not thread-safe.
 */
final class WriteStatement {

  private static final String UPDATE_TIMERS =
      """
      UPDATE timers t SET state = u.state, decided_at = u.decided_at, version = u.version,
        deadline = CASE WHEN u.amended THEN u.deadline ELSE t.deadline END,
        due_at = CASE WHEN u.amended THEN u.due_at ELSE t.due_at END,
        max_lateness = CASE WHEN u.amended THEN u.max_lateness ELSE t.max_lateness END,
        payload = CASE WHEN u.amended THEN u.payload ELSE t.payload END,
        labels = CASE WHEN u.amended THEN u.labels ELSE t.labels END,
        deliver = CASE WHEN u.amended THEN u.deliver ELSE t.deliver END
      FROM unnest(?::text[], ?::text[], ?::bigint[], ?::smallint[], ?::bigint[], ?::bigint[],
        ?::boolean[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])
        AS u(namespace, id, seen, state, decided_at, version, amended, deadline, due_at,
          max_lateness, payload, labels, deliver)
      WHERE t.namespace = u.namespace AND t.id = u.id AND t.version = u.seen
      RETURNING 1\
      """;

  private static final String INSERT_TIMERS =
      """
      INSERT INTO timers (namespace, id, state, deadline, created_at, due_at, max_lateness,
        decided_at, version, payload, labels, fingerprint, deliver, traceparent)
      SELECT * FROM unnest(?::text[], ?::text[], ?::smallint[], ?::bigint[], ?::bigint[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[],
        ?::text[], ?::text[])
      RETURNING 1\
      """;

  private static final String INSERT_REQUESTS =
      """
      INSERT INTO requests (namespace, request_key, fingerprint, timer_id, deadline, created_at,
        max_lateness, payload, labels, deliver)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
        ?::bigint[], ?::text[], ?::text[], ?::text[])
      ON CONFLICT (namespace, request_key) DO NOTHING RETURNING 1\
      """;

  private static final String INSERT_LABELS =
      """
      INSERT INTO timer_labels (namespace, name, value, state, id)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::smallint[], ?::text[])
      RETURNING 1\
      """;

  private static final String UPDATE_LABELS =
      """
      UPDATE timer_labels l SET state = u.state
      FROM unnest(?::text[], ?::text[], ?::text[], ?::smallint[], ?::text[])
        AS u(namespace, name, value, state, id)
      WHERE l.namespace = u.namespace AND l.name = u.name AND l.value = u.value AND l.state = 0
        AND l.id = u.id
      RETURNING 1\
      """;

  private static final String DELETE_LABELS =
      """
      DELETE FROM timer_labels l
      USING unnest(?::text[], ?::text[], ?::text[], ?::smallint[], ?::text[])
        AS u(namespace, name, value, state, id)
      WHERE l.namespace = u.namespace AND l.name = u.name AND l.value = u.value
        AND l.state = u.state AND l.id = u.id
      RETURNING 1\
      """;

  private static final String INSERT_DELIVERIES =
      """
      INSERT INTO deliveries (namespace, id, destination, state, attempts, available_at, timer_id,
        deadline, created_at, due_at, max_lateness, decided_at, version, payload, labels,
        traceparent)
      SELECT u.namespace, u.id, u.destination, 0, 0, u.available_at, u.timer_id, u.deadline,
        u.created_at, u.due_at, u.max_lateness, u.decided_at, u.version, u.payload, u.labels,
        u.traceparent
      FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[],
        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
        ?::text[])
        AS u(namespace, id, destination, available_at, timer_id, deadline, created_at, due_at,
          max_lateness, decided_at, version, payload, labels, traceparent)
      ON CONFLICT (namespace, id) DO NOTHING RETURNING 1\
      """;

  private static final String SAVE_SCHEDULES =
      "INSERT INTO schedules ("
          + ScheduleSql.COLUMNS
          + ") SELECT * FROM unnest(?::text[], ?::text[], ?::smallint[], ?::bigint[], ?::bigint[],"
          + " ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])"
          + ScheduleSql.ON_CONFLICT
          + " RETURNING 1";

  private static final String PROGRESS_SCHEDULES =
      """
      UPDATE schedules s SET state = u.state, due_at = u.due_at, zone_data = u.zone_data,
        progress = u.progress, revision = u.seen + 1
      FROM unnest(?::int2[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
        AS u(state, due_at, zone_data, progress, namespace, id, seen)
      WHERE s.namespace = u.namespace AND s.id = u.id AND s.revision = u.seen RETURNING 1\
      """;

  private static final String DELETE_SCHEDULES =
      """
      DELETE FROM schedules s USING unnest(?::text[], ?::text[], ?::bigint[])
        AS u(namespace, id, seen)
      WHERE s.namespace = u.namespace AND s.id = u.id AND s.revision = u.seen RETURNING 1\
      """;

  private static final String TURN_CLOCKS =
      """
      UPDATE test_clocks c SET now = u.now
      FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS u(namespace, seen, now)
      WHERE c.namespace = u.namespace AND c.now = u.seen
      RETURNING 1\
      """;

  private static final String RECORD_TURNS =
      """
      INSERT INTO clock_turns (namespace, request_key, fingerprint, now, target, outcomes, more,
        turned_at)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
        ?::int2[], ?::bigint[])
      RETURNING 1\
      """;

  private static final String COUNT =
      """
      INSERT INTO ledger AS l (namespace, clock, pending, elapsed, cancelled, skipped)
      SELECT u.* FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
        ?::bigint[]) AS u WHERE (SELECT yes FROM expected)
      ON CONFLICT (namespace) DO UPDATE SET
        clock = GREATEST(l.clock, excluded.clock), pending = l.pending + excluded.pending,
        elapsed = l.elapsed + excluded.elapsed, cancelled = l.cancelled + excluded.cancelled,
        skipped = l.skipped + excluded.skipped
      RETURNING namespace, clock, pending, elapsed, cancelled, skipped\
      """;

  private static final String ASYNCHRONOUS =
      "asynchronous AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS"
          + " setting)";

  /** The last part. From here on all other transactions wait until this one is committed. */
  private static final String LOG =
      """
      ,
      numbered AS (UPDATE changes_position SET last = last + ?
        WHERE (SELECT count(*) FROM counted) > 0 RETURNING last),
      %s
      SELECT counted.*, (SELECT last FROM logged),
        (SELECT pg_notify('chime', last::text) FROM logged) FROM counted\
      """
          .formatted(LogStatement.insertFrom("numbered"));

  private final List<String> parts = new ArrayList<>();
  private final List<String> expectations = new ArrayList<>();
  private final List<Columns> columns = new ArrayList<>();
  private final List<Integer> expected = new ArrayList<>();

  /**
   * Makes the commit not wait for the disk ({@code synchronous_commit}, for this transaction only).
   * A crash of the database may lose the transaction as a whole.
   */
  void commitAsynchronously() {
    parts.add(ASYNCHRONOUS);
    expectations.add("(SELECT setting FROM asynchronous) = 'off'");
  }

  /** Adds new timers. */
  void insertTimers(Columns rows) {
    addPart("inserted", INSERT_TIMERS, rows);
  }

  /** Adds changed timers. */
  void updateTimers(Columns rows) {
    addPart("updated", UPDATE_TIMERS, rows);
  }

  /** Adds new idempotency keys. */
  void insertRequests(Columns rows) {
    addPart("requested", INSERT_REQUESTS, rows);
  }

  /** Adds new labels. */
  void insertLabels(Columns rows) {
    addPart("labelled", INSERT_LABELS, rows);
  }

  /** Adds labels of timers that get their outcomes. */
  void updateLabels(Columns rows) {
    addPart("relabelled", UPDATE_LABELS, rows);
  }

  /** Adds labels to be removed. */
  void deleteLabels(Columns rows) {
    addPart("unlabelled", DELETE_LABELS, rows);
  }

  /** Adds new and changed schedules. */
  void saveSchedules(Columns rows) {
    addPart("scheduled", SAVE_SCHEDULES, rows);
  }

  /** Adds schedules of which only the progress has changed. */
  void progressSchedules(Columns rows) {
    addPart("progressed", PROGRESS_SCHEDULES, rows);
  }

  /** Adds schedules to be deleted. */
  void deleteSchedules(Columns rows) {
    addPart("unscheduled", DELETE_SCHEDULES, rows);
  }

  /** Adds test clocks that are turned. */
  void turnClocks(Columns rows) {
    addPart("turned", TURN_CLOCKS, rows);
  }

  /** Adds turns of test clocks that may be asked for again. */
  void recordTurns(Columns rows) {
    addPart("recorded", RECORD_TURNS, rows);
  }

  /** Adds the deliveries of timers that elapse. They may be there already. */
  void insertDeliveries(Columns rows) {
    if (!rows.isEmpty()) {
      parts.add("delivering AS (" + INSERT_DELIVERIES + ")");
      expectations.add("(SELECT count(*) FROM delivering) >= 0"); // before the log is written
      columns.add(rows);
    }
  }

  /** The deltas in a fixed order. All transactions lock rows in this order, against deadlocks. */
  static Columns counts(CountsDelta delta) {
    Columns columns = new Columns("text", "bigint", "bigint", "bigint", "bigint", "bigint");
    delta.deltas().stream()
        .sorted(Comparator.comparing(entry -> entry.namespace().name()))
        .forEach(
            entry ->
                columns.add(
                    entry.namespace().name(),
                    entry.counts().clock(),
                    entry.counts().pending(),
                    entry.counts().elapsed(),
                    entry.counts().cancelled(),
                    entry.counts().skipped()));
    return columns;
  }

  private void addPart(String name, String sql, Columns rows) {
    if (!rows.isEmpty()) {
      parts.add(name + " AS (" + sql + ")");
      expectations.add("chime_expect((SELECT count(*) FROM " + name + "), ?)");
      columns.add(rows);
      expected.add(rows.size());
    }
  }

  /**
   * The result of a statement.
   *
   * @param counts the new counts of the changed namespaces
   * @param last the number of the last change in the log; meaningless if there is none
   */
  record Written(List<NamespaceCounts.Entry> counts, long last) {}

  /**
   * Writes the rows, adds to the counts, logs the changes, and notifies every process.
   *
   * @param counts the numbers to add to the counts
   * @param node the name of this process
   */
  Written execute(Connection connection, Columns counts, List<TimerChange> changes, String node)
      throws SQLException {
    String sql =
        "WITH "
            + String.join(",\n", parts)
            + ",\nexpected AS MATERIALIZED (SELECT "
            + String.join(" AND ", expectations)
            + " AS yes),\ncounted AS ("
            + COUNT
            + ")"
            + (changes.isEmpty() ? "\nSELECT * FROM counted" : LOG);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (Columns each : columns) {
        index = each.bind(connection, statement, index);
      }
      for (int count : expected) {
        statement.setLong(index++, count);
      }
      index = counts.bind(connection, statement, index);
      if (!changes.isEmpty()) {
        statement.setInt(index, changes.size());
        LogStatement.bind(statement, index + 1, changes, node);
      }
      List<NamespaceCounts.Entry> entries = new ArrayList<>();
      long last = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(NamespaceCounts.Entry.of(rows));
          last = changes.isEmpty() ? 0 : rows.getLong(7);
        }
      }
      return new Written(entries, last);
    }
  }
}
