package dev.chime.store.row;

import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleQuery;
import dev.chime.schedule.ScheduleState;
import dev.chime.schedule.Timing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is in the database.
 *
 * @param schedule the schedule
 * @param revision how often the row was written; 0 if something else than Chime has inserted it
 */
public record ScheduleRow(Schedule schedule, long revision) {

  private static final ScheduleState[] STATES = {
    ScheduleState.ACTIVE, ScheduleState.PAUSED, ScheduleState.ENDED
  };

  /** The values of the columns: texts, numbers, and null. */
  public @Nullable Object[] values() {
    return new @Nullable Object[] {
      schedule.id().namespace().name(),
      schedule.id().value(),
      (short) code(schedule.state()),
      schedule.version(),
      revision,
      schedule.createdAt().toEpochMilli(),
      dueAt(schedule),
      zoneData(),
      ScheduleText.of(schedule.settings()),
      ScheduleText.of(schedule.progress())
    };
  }

  /**
   * The values of the columns that change when only the progress does: the state, the times, and
   * the progress; then the id, and the revision of the row that this replaces.
   */
  public @Nullable Object[] progressValues() {
    return new @Nullable Object[] {
      (short) code(schedule.state()),
      dueAt(schedule),
      zoneData(),
      ScheduleText.of(schedule.progress()),
      schedule.id().namespace().name(),
      schedule.id().value(),
      revision - 1
    };
  }

  /** Whether only the progress differs from an earlier version, and the state. */
  public boolean isProgressOf(@Nullable Schedule before) {
    return before != null
        && before.version() == schedule.version()
        && before.createdAt().equals(schedule.createdAt())
        && before.settings().equals(schedule.settings());
  }

  private @Nullable String zoneData() {
    return followsZoneData(schedule) ? schedule.progress().zoneData() : null;
  }

  /** When an active schedule has its next occurrence; null for others. */
  private static @Nullable Long dueAt(Schedule schedule) {
    Pending pending = schedule.progress().pending();
    if (schedule.state() != ScheduleState.ACTIVE) {
      return null;
    }
    return pending == null ? 0 : pending.deadline().toEpochMilli();
  }

  private static boolean followsZoneData(Schedule schedule) {
    return schedule.state() == ScheduleState.ACTIVE
        && schedule.settings().timing() instanceof Timing.Cron cron
        && !(cron.zone().normalized() instanceof ZoneOffset);
  }

  private static int code(ScheduleState state) {
    return switch (state) {
      case ACTIVE -> 0;
      case PAUSED -> 1;
      case ENDED -> 2;
    };
  }

  /** Writes this row with {@link ScheduleSql#SAVE}. Returns false if there is another revision. */
  public boolean save(PreparedStatement save) throws SQLException {
    return execute(save, values());
  }

  /** Writes this row with {@link ScheduleSql#PROGRESS}. Returns false as {@link #save}. */
  public boolean saveProgress(PreparedStatement save) throws SQLException {
    return execute(save, progressValues());
  }

  private static boolean execute(PreparedStatement save, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      save.setObject(i + 1, values[i]);
    }
    return save.executeUpdate() == 1;
  }

  /** Reads all rows of a query for {@link ScheduleSql#COLUMNS}. */
  public static List<ScheduleRow> read(PreparedStatement query) throws SQLException {
    return readValid(
        query,
        (_, e) -> {
          throw e;
        });
  }

  /**
   * Reads the rows of a query for {@link ScheduleSql#COLUMNS} that make sense.
   *
   * @param others is told the ids of the others, and what is wrong with them
   */
  public static List<ScheduleRow> readValid(
      PreparedStatement query, BiConsumer<ScheduleId, RuntimeException> others)
      throws SQLException {
    List<ScheduleRow> found = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        try {
          found.add(read(rows));
        } catch (RuntimeException e) { // for example an expression that never matches
          others.accept(idOf(rows), e);
        }
      }
    }
    return found;
  }

  private static ScheduleId idOf(ResultSet row) throws SQLException {
    return new ScheduleId(TimerRow.namespace(row.getString(1)), row.getString(2));
  }

  private static ScheduleRow read(ResultSet row) throws SQLException {
    ScheduleId id = idOf(row);
    return new ScheduleRow(
        new Schedule(
            id,
            ScheduleText.settings(row.getString(9)),
            STATES[row.getInt(3)],
            ScheduleText.progress(id.namespace(), row.getString(10)),
            Instant.ofEpochMilli(row.getLong(6)),
            row.getLong(4)),
        row.getLong(5));
  }

  /** Sets two parameters to an id. */
  public static void setId(PreparedStatement statement, int index, ScheduleId id)
      throws SQLException {
    statement.setString(index, id.namespace().name());
    statement.setString(index + 1, id.value());
  }

  /** Reads a row; none if there is none. */
  static List<ScheduleRow> find(Connection connection, ScheduleId id) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(ScheduleSql.FIND)) {
      setId(find, 1, id);
      return read(find);
    }
  }

  /** Reads a page of schedules. */
  static List<Schedule> list(Connection connection, ScheduleQuery query) throws SQLException {
    IdBounds ids = IdBounds.of(query.idPrefix(), query.order(), query.after());
    try (PreparedStatement list = connection.prepareStatement(ScheduleSql.list(query.order()))) {
      list.setString(1, query.namespace().name());
      list.setString(2, ids.above());
      list.setString(3, ids.below());
      list.setInt(4, query.limit());
      return read(list).stream().map(ScheduleRow::schedule).toList();
    }
  }

  /** Finds schedules by other time zone data than this. */
  static List<ScheduleId> ofOtherZoneData(Connection connection, String version, int limit)
      throws SQLException {
    List<ScheduleId> found = new ArrayList<>();
    try (PreparedStatement find = connection.prepareStatement(ScheduleSql.OF_OTHER_ZONE_DATA)) {
      find.setString(1, version);
      find.setInt(2, limit);
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          found.add(idOf(rows));
        }
      }
    }
    return found;
  }

  /** Counts the schedules in each state. */
  static Map<ScheduleState, Long> counts(Connection connection) throws SQLException {
    Map<ScheduleState, Long> counts = new EnumMap<>(ScheduleState.class);
    for (ScheduleState state : STATES) {
      counts.put(state, 0L);
    }
    try (PreparedStatement count = connection.prepareStatement(ScheduleSql.COUNTS);
        ResultSet rows = count.executeQuery()) {
      while (rows.next()) {
        counts.put(STATES[rows.getInt(1)], rows.getLong(2));
      }
    }
    return counts;
  }
}
