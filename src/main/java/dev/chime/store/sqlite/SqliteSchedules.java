package dev.chime.store.sqlite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

/**
 * Writes table {@code schedules}, each row with its own statement. It keeps the rows that were used
 * last, for no other connection writes to the table. Not thread-safe.
 */
final class SqliteSchedules implements ScheduleWrites {

  private final PreparedStatement find;
  private final PreparedStatement save;
  private final PreparedStatement progress;
  private final PreparedStatement delete;
  private final PreparedStatement overdue;
  private final PreparedStatement isOpen;

  private static final int MOST_KEPT = 20_000;

  /** Rows as they are after the last commit. */
  private final Cache<ScheduleId, ScheduleRow> committed =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).executor(Runnable::run).build();

  /** What was read and written in this transaction. */
  private final Map<ScheduleId, Optional<ScheduleRow>> rows = new HashMap<>();

  SqliteSchedules(Connection connection) throws SQLException {
    find = connection.prepareStatement(ScheduleSql.FIND);
    save = connection.prepareStatement(ScheduleSql.SAVE);
    progress = connection.prepareStatement(ScheduleSql.PROGRESS);
    delete = connection.prepareStatement(ScheduleSql.DELETE);
    overdue = connection.prepareStatement(ScheduleSql.OVERDUE);
    isOpen = connection.prepareStatement(DeliverySql.IS_OPEN);
  }

  /** Forgets what was done in the transaction before, unless that was committed. */
  void begin() {
    rows.clear();
  }

  /** Takes note that the transaction is committed. */
  void committed() {
    rows.forEach(
        (id, row) ->
            row.ifPresentOrElse(
                present -> committed.put(id, present), () -> committed.invalidate(id)));
    rows.clear();
  }

  @Override
  public @Nullable Schedule find(ScheduleId id) throws SQLException {
    return row(id).map(ScheduleRow::schedule).orElse(null);
  }

  private Optional<ScheduleRow> row(ScheduleId id) throws SQLException {
    Optional<ScheduleRow> known = rows.get(id);
    if (known == null) {
      known = Optional.ofNullable(committed.getIfPresent(id));
      if (known.isEmpty()) {
        ScheduleRow.setId(find, 1, id);
        known = ScheduleRow.read(find).stream().findFirst();
      }
      rows.put(id, known);
    }
    return known;
  }

  @Override
  public void save(Schedule schedule, Instant now) throws SQLException {
    ScheduleRow seen = row(schedule.id()).orElse(null);
    ScheduleRow next = new ScheduleRow(schedule, seen == null ? 1 : seen.revision() + 1);
    boolean isProgress = seen != null && next.isProgressOf(seen.schedule());
    if (!(isProgress ? next.saveProgress(progress) : next.save(save))) {
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
