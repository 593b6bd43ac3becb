package dev.chime.store.postgres;

import dev.chime.delivery.DeliveryId;
import dev.chime.schedule.OccurrenceId;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleId;
import dev.chime.store.commit.CountsDelta;
import dev.chime.store.commit.ScheduleWrites;
import dev.chime.store.row.DeliveryRow;
import dev.chime.store.row.DeliverySql;
import dev.chime.store.row.ScheduleRow;
import dev.chime.store.row.ScheduleSql;
import dev.chime.timer.TimerId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of a transaction: read when they are needed, changed in memory, and written with
 * the timers, by one statement. Not thread-safe.
 */
final class PostgresSchedules implements ScheduleWrites {

  /** Parameters: array of namespaces, array of ids. */
  private static final String FIND_SEVERAL =
      "SELECT s.* FROM unnest(?::text[], ?::text[]) AS k(namespace, id) JOIN LATERAL (SELECT "
          + ScheduleSql.COLUMNS
          + " FROM schedules WHERE namespace = k.namespace AND id = k.id) s ON true";

  private static final Comparator<ScheduleId> ORDER =
      Comparator.comparing((ScheduleId id) -> id.namespace().name())
          .thenComparing(ScheduleId::value);

  /**
   * A schedule in a transaction.
   *
   * @param seen the revision that was read; 0 if there was none, or if it was inserted past Chime
   * @param before as it was read; null if there was none
   * @param schedule as it is now; null if there is none
   */
  private record Entry(
      long seen, @Nullable Schedule before, @Nullable Schedule schedule, boolean isChanged) {

    static final Entry NONE = new Entry(0, null, null, false);
  }

  private static final Logger LOG = System.getLogger(PostgresSchedules.class.getName());

  private final Connection connection;
  private final CountsDelta delta;
  private final Map<ScheduleId, Entry> entries = new HashMap<>();

  PostgresSchedules(Connection connection, CountsDelta delta) {
    this.connection = connection;
    this.delta = delta;
  }

  /** Forgets what was read in the transaction before. */
  void begin() {
    entries.clear();
  }

  /** Reads the schedules of those of these timers that are occurrences, all at once. */
  void readFor(Collection<TimerId> timers) throws SQLException {
    Set<ScheduleId> wanted = new LinkedHashSet<>();
    for (TimerId timer : timers) {
      ScheduleId id = OccurrenceId.scheduleOf(timer);
      if (id != null && !entries.containsKey(id)) {
        wanted.add(id);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    Columns columns = new Columns("text", "text");
    wanted.forEach(id -> columns.add(id.namespace().name(), id.value()));
    try (PreparedStatement find = connection.prepareStatement(FIND_SEVERAL)) {
      columns.bind(connection, find, 1);
      ScheduleRow.read(find).forEach(this::load);
    }
    wanted.forEach(id -> entries.putIfAbsent(id, Entry.NONE));
  }

  private void load(ScheduleRow row) {
    entries.put(
        row.schedule().id(), new Entry(row.revision(), row.schedule(), row.schedule(), false));
  }

  private Entry entry(ScheduleId id) throws SQLException {
    Entry known = entries.get(id);
    if (known == null) {
      try (PreparedStatement find = connection.prepareStatement(ScheduleSql.FIND)) {
        ScheduleRow.setId(find, 1, id);
        ScheduleRow.read(find).forEach(this::load);
      }
      known = entries.computeIfAbsent(id, _ -> Entry.NONE);
    }
    return known;
  }

  @Override
  public @Nullable Schedule find(ScheduleId id) throws SQLException {
    return entry(id).schedule();
  }

  @Override
  public void save(Schedule schedule, Instant now) throws SQLException {
    change(schedule.id(), schedule, now);
  }

  @Override
  public void delete(ScheduleId id, Instant now) throws SQLException {
    change(id, null, now);
  }

  private void change(ScheduleId id, @Nullable Schedule schedule, Instant now) throws SQLException {
    Entry read = entry(id);
    entries.put(id, new Entry(read.seen(), read.before(), schedule, true));
    delta.add(id.namespace(), before -> before.withActivityAt(now.toEpochMilli()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Deletes those that the SQL function {@code chime_schedule} has taken, and that can have no
   * occurrence. That takes effect at once, even if the rest of the transaction fails.
   */
  @Override
  public List<Schedule> overdue(Instant before, int limit) throws SQLException {
    List<ScheduleRow> found;
    Map<ScheduleId, RuntimeException> invalid = new HashMap<>();
    try (PreparedStatement overdue = connection.prepareStatement(ScheduleSql.OVERDUE)) {
      overdue.setLong(1, before.toEpochMilli());
      overdue.setInt(2, limit);
      found = ScheduleRow.readValid(overdue, (id, why) -> invalid.put(id, why));
    }
    for (Map.Entry<ScheduleId, RuntimeException> each : invalid.entrySet()) {
      LOG.log(
          Level.WARNING,
          "the schedule {0} was inserted with settings that make no sense, and is deleted: {1}",
          each.getKey(),
          each.getValue().getMessage());
      entries.put(each.getKey(), Entry.NONE);
      try (PreparedStatement delete = connection.prepareStatement(ScheduleSql.DELETE)) {
        ScheduleRow.setId(delete, 1, each.getKey());
        delete.executeUpdate();
      }
    }
    List<Schedule> schedules = new ArrayList<>();
    for (ScheduleRow row : found) {
      if (entries.get(row.schedule().id()) == null) {
        load(row);
        schedules.add(row.schedule());
      }
    }
    return schedules;
  }

  @Override
  public boolean isOpen(DeliveryId delivery) throws SQLException {
    try (PreparedStatement isOpen = connection.prepareStatement(DeliverySql.IS_OPEN)) {
      DeliveryRow.setId(isOpen, 1, delivery);
      try (ResultSet row = isOpen.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Whether this transaction changes schedules. */
  boolean isChanged() {
    return entries.values().stream().anyMatch(Entry::isChanged);
  }

  /** Adds all changes to a statement, in an order that is the same for all transactions. */
  void write(WriteStatement statement) {
    Columns saved =
        new Columns(
            "text", "text", "int2", "bigint", "bigint", "bigint", "bigint", "text", "text", "text");
    Columns progressed = new Columns("int2", "bigint", "text", "text", "text", "text", "bigint");
    Columns deleted = new Columns("text", "text", "bigint");
    entries.entrySet().stream()
        .filter(each -> each.getValue().isChanged())
        .sorted(Map.Entry.comparingByKey(ORDER))
        .forEach(each -> add(each.getKey(), each.getValue(), saved, progressed, deleted));
    statement.saveSchedules(saved);
    statement.progressSchedules(progressed);
    statement.deleteSchedules(deleted);
  }

  private static void add(
      ScheduleId id, Entry entry, Columns saved, Columns progressed, Columns deleted) {
    Schedule schedule = entry.schedule();
    if (schedule != null) {
      ScheduleRow row = new ScheduleRow(schedule, entry.seen() + 1);
      if (entry.seen() > 0 && row.isProgressOf(entry.before())) {
        progressed.add(row.progressValues());
      } else {
        saved.add(row.values());
      }
    } else if (entry.seen() > 0) {
      deleted.add(id.namespace().name(), id.value(), entry.seen());
    }
  }
}
