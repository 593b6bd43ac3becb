package dev.chime.store.sqlite;

import dev.chime.delivery.DeliveryId;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleId;
import dev.chime.store.commit.ScheduleWrites;
import dev.chime.store.row.DeliveryRow;
import dev.chime.store.row.DeliverySql;
import dev.chime.store.row.ScheduleRow;
import dev.chime.store.row.ScheduleSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes table {@code schedules}, each row with its own statement. Not thread-safe. */
final class SqliteSchedules implements ScheduleWrites {

  private final PreparedStatement find;
  private final PreparedStatement save;
  private final PreparedStatement delete;
  private final PreparedStatement overdue;
  private final PreparedStatement isOpen;

  /** What was read and written in this transaction. */
  private final Map<ScheduleId, Optional<ScheduleRow>> rows = new HashMap<>();

  SqliteSchedules(Connection connection) throws SQLException {
    find = connection.prepareStatement(ScheduleSql.FIND);
    save = connection.prepareStatement(ScheduleSql.SAVE);
    delete = connection.prepareStatement(ScheduleSql.DELETE);
    overdue = connection.prepareStatement(ScheduleSql.OVERDUE);
    isOpen = connection.prepareStatement(DeliverySql.IS_OPEN);
  }

  /** Forgets what was read in the transaction before. */
  void begin() {
    rows.clear();
  }

  @Override
  public @Nullable Schedule find(ScheduleId id) throws SQLException {
    return row(id).map(ScheduleRow::schedule).orElse(null);
  }

  private Optional<ScheduleRow> row(ScheduleId id) throws SQLException {
    Optional<ScheduleRow> known = rows.get(id);
    if (known == null) {
      ScheduleRow.setId(find, 1, id);
      known = ScheduleRow.read(find).stream().findFirst();
      rows.put(id, known);
    }
    return known;
  }

  @Override
  public void save(Schedule schedule, Instant now) throws SQLException {
    long seen = row(schedule.id()).map(ScheduleRow::revision).orElse(0L);
    ScheduleRow next = new ScheduleRow(schedule, seen + 1);
    if (!next.save(save)) {
      throw new SQLException("the schedule " + schedule.id() + " has another revision");
    }
    rows.put(schedule.id(), Optional.of(next));
  }

  @Override
  public void delete(ScheduleId id, Instant now) throws SQLException {
    ScheduleRow.setId(delete, 1, id);
    delete.executeUpdate();
    rows.put(id, Optional.empty());
  }

  @Override
  public List<Schedule> overdue(Instant before, int limit) throws SQLException {
    overdue.setLong(1, before.toEpochMilli());
    overdue.setInt(2, limit);
    List<ScheduleRow> found = ScheduleRow.read(overdue);
    found.forEach(row -> rows.put(row.schedule().id(), Optional.of(row)));
    return found.stream().map(ScheduleRow::schedule).toList();
  }

  @Override
  public boolean isOpen(DeliveryId delivery) throws SQLException {
    DeliveryRow.setId(isOpen, 1, delivery);
    try (ResultSet row = isOpen.executeQuery()) {
      return row.next();
    }
  }
}
