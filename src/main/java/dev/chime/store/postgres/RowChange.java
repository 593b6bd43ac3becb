package dev.chime.store.postgres;

import dev.chime.store.row.LabelsText;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one timer in a transaction.
 *
 * @param seen the version of the row; of no meaning if it is new
 * @param stored the timer as it was read; null if it is new
 * @param fingerprint of the request that created it under this id; null if the id is ours
 * @param timer the timer as it stands by now
 */
record RowChange(long seen, @Nullable Timer stored, @Nullable String fingerprint, Timer timer) {

  /** The version of rows that others have put in, and that are yet to be counted and told of. */
  static final long EXTERNAL_VERSION = 0;

  private static final short PENDING = 0;

  /** All transactions write, and so lock, in this order. */
  private static final Comparator<RowChange> ORDER =
      Comparator.comparing(
          work -> work.timer.id(),
          Comparator.comparing((TimerId id) -> id.namespace().name())
              .thenComparing(TimerId::value));

  /** Of a timer that is new. */
  static RowChange inserted(Timer timer, @Nullable String fingerprint) {
    return new RowChange(EXTERNAL_VERSION, null, fingerprint, timer);
  }

  /** Of a timer that somebody has heard of, which suffices to give it its outcome. */
  static RowChange of(Timer known) {
    return new RowChange(known.version(), known, null, known);
  }

  /** Of a row of {@link PostgresSql#FIND_SEVERAL}. */
  static RowChange of(ResultSet row) throws SQLException {
    Timer timer = TimerRow.read(row);
    return new RowChange(row.getLong(9), timer, row.getString(12), timer);
  }

  boolean isExternalInsert() {
    return stored != null && seen == EXTERNAL_VERSION;
  }

  RowChange to(Timer changed) {
    return new RowChange(seen, stored, fingerprint, changed);
  }

  private boolean isChanged() {
    return stored == null || seen != timer.version();
  }

  /** Has the statement write what is new or has changed. */
  static void write(Collection<RowChange> all, WriteStatement statement) {
    List<RowChange> changed = all.stream().filter(RowChange::isChanged).sorted(ORDER).toList();
    Columns inserts =
        new Columns(
            "text", "text", "int2", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint",
            "text", "text", "text");
    Columns updates =
        new Columns(
            "text", "text", "bigint", "int2", "bigint", "bigint", "bool", "bigint", "bigint",
            "text", "text");
    Columns newLabels = labelColumns();
    Columns movedLabels = labelColumns();
    Columns goneLabels = labelColumns();
    for (RowChange work : changed) {
      Timer before = work.stored;
      if (before == null) {
        work.insert(inserts);
      } else {
        work.update(before, updates);
      }
      work.label(before == null ? Map.of() : before.labels(), newLabels, movedLabels, goneLabels);
    }
    statement.insertTimers(inserts);
    statement.updateTimers(updates);
    statement.insertLabels(newLabels);
    statement.updateLabels(movedLabels);
    statement.deleteLabels(goneLabels);
  }

  private static Columns labelColumns() {
    return new Columns("text", "text", "text", "int2", "text");
  }

  private void insert(Columns inserts) {
    inserts.add(
        timer.id().namespace().name(),
        timer.id().value(),
        (short) TimerRow.code(timer.state()),
        timer.deadline().toEpochMilli(),
        timer.createdAt().toEpochMilli(),
        timer.dueAt().toEpochMilli(),
        TimerRow.toMillis(timer.maxLateness()),
        TimerRow.toMillis(timer.decidedAt()),
        timer.version(),
        timer.payload(),
        LabelsText.of(timer.labels()),
        fingerprint);
  }

  private void update(Timer before, Columns updates) {
    boolean isAmended =
        !before.deadline().equals(timer.deadline())
            || !before.dueAt().equals(timer.dueAt())
            || !Objects.equals(before.payload(), timer.payload())
            || !before.labels().equals(timer.labels());
    updates.add(
        timer.id().namespace().name(),
        timer.id().value(),
        seen,
        (short) TimerRow.code(timer.state()),
        TimerRow.toMillis(timer.decidedAt()),
        timer.version(),
        isAmended,
        isAmended ? timer.deadline().toEpochMilli() : null,
        isAmended ? timer.dueAt().toEpochMilli() : null,
        isAmended ? timer.payload() : null,
        isAmended ? LabelsText.of(timer.labels()) : null);
  }

  /** Tells labels apart that come, that stay but get another state, and that go. */
  private void label(
      Map<String, String> before, Columns newLabels, Columns movedLabels, Columns goneLabels) {
    short state = (short) TimerRow.code(timer.state());
    timer
        .labels()
        .forEach(
            (name, value) -> {
              if (!value.equals(before.get(name))) {
                addLabel(newLabels, name, value, state);
              } else if (!timer.isPending()) {
                addLabel(movedLabels, name, value, state);
              }
            });
    before.forEach(
        (name, value) -> {
          if (!value.equals(timer.labels().get(name))) {
            addLabel(goneLabels, name, value, PENDING); // only pending timers are changed
          }
        });
  }

  private void addLabel(Columns labels, String name, String value, short state) {
    labels.add(timer.id().namespace().name(), name, value, state, timer.id().value());
  }
}
