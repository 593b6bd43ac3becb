package dev.chime.store.postgres;

import dev.chime.store.row.LabelsText;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of timers in a transaction: as it was read, and as it is to be written.
 *
 * @param seen the version of the row that was read; meaningless if the row is new
 * @param stored the timer as it was read; null if the row is new
 * @param fingerprint the fingerprint of the request that created the timer; null if the server made
 *     the timer's id
 * @param timer the timer as it is now
 */
record RowChange(long seen, @Nullable Timer stored, @Nullable String fingerprint, Timer timer) {

  /**
   * The version of a row that the SQL function {@code chime_create} has inserted, and that no
   * process has counted and announced yet.
   */
  static final long EXTERNAL_VERSION = 0;

  private static final short PENDING = 0;

  /** The order in which all transactions write and thereby lock rows, so that none deadlock. */
  private static final Comparator<RowChange> ORDER =
      Comparator.comparing(
          row -> row.timer.id(),
          Comparator.comparing((TimerId id) -> id.namespace().name())
              .thenComparing(TimerId::value));

  /** Creates a new row. */
  static RowChange inserted(Timer timer, @Nullable String fingerprint) {
    return new RowChange(EXTERNAL_VERSION, null, fingerprint, timer);
  }

  /** Creates the row of a timer that was read before. That is enough to write its outcome. */
  static RowChange of(Timer known) {
    return new RowChange(known.version(), known, null, known);
  }

  /** Reads a row of {@link PostgresSql#FIND_SEVERAL} or {@link PostgresSql#DUE_OR_EXTERNAL}. */
  static RowChange of(ResultSet row) throws SQLException {
    Timer timer = TimerRow.read(row);
    return new RowChange(row.getLong(9), timer, row.getString(14), timer);
  }

  /** Whether {@code chime_create} has inserted the row, and no process has announced it yet. */
  boolean isExternalInsert() {
    return stored != null && seen == EXTERNAL_VERSION;
  }

  /** Returns the one with the later version of the row. */
  static RowChange newer(RowChange a, RowChange b) {
    return a.seen < b.seen ? b : a;
  }

  /** The same row with a changed timer. */
  RowChange withTimer(Timer changed) {
    return new RowChange(seen, stored, fingerprint, changed);
  }

  private boolean isChanged() {
    return stored == null || seen != timer.version();
  }

  /**
   * Adds all new and changed rows to a statement.
   *
   * @param availableAt when the delivery of a timer can be claimed; null if it is not delivered
   */
  static void write(
      Collection<RowChange> all,
      Function<Timer, @Nullable Instant> availableAt,
      WriteStatement statement) {
    List<RowChange> changed = all.stream().filter(RowChange::isChanged).sorted(ORDER).toList();
    Columns inserts =
        new Columns(
            "text", "text", "int2", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint",
            "text", "text", "text", "text", "text");
    Columns updates =
        new Columns(
            "text", "text", "bigint", "int2", "bigint", "bigint", "bool", "bigint", "bigint",
            "bigint", "text", "text", "text");
    Columns newLabels = labelColumns();
    Columns movedLabels = labelColumns();
    Columns removedLabels = labelColumns();
    Columns deliveries = DeliveryColumns.empty();
    for (RowChange row : changed) {
      Timer before = row.stored;
      if (before == null) {
        row.addInsert(inserts);
      } else {
        row.addUpdate(before, updates);
      }
      Instant available =
          before == null || before.isPending() ? availableAt.apply(row.timer) : null;
      if (available != null) {
        DeliveryColumns.add(deliveries, row.timer, available);
      }
      Map<String, String> labels = before == null ? Map.of() : before.labels();
      row.addLabelChanges(labels, newLabels, movedLabels, removedLabels);
    }
    statement.insertTimers(inserts);
    statement.updateTimers(updates);
    statement.insertLabels(newLabels);
    statement.updateLabels(movedLabels);
    statement.deleteLabels(removedLabels);
    statement.insertDeliveries(deliveries);
  }

  private static Columns labelColumns() {
    return new Columns("text", "text", "text", "int2", "text");
  }

  private void addInsert(Columns inserts) {
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
        fingerprint,
        TimerRow.text(timer.destination()),
        TimerRow.text(timer.traceparent()));
  }

  private void addUpdate(Timer before, Columns updates) {
    boolean isAmended =
        !before.deadline().equals(timer.deadline())
            || !before.dueAt().equals(timer.dueAt())
            || !Objects.equals(before.maxLateness(), timer.maxLateness())
            || !Objects.equals(before.payload(), timer.payload())
            || !before.labels().equals(timer.labels())
            || !Objects.equals(before.destination(), timer.destination());
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
        isAmended ? TimerRow.toMillis(timer.maxLateness()) : null,
        isAmended ? timer.payload() : null,
        isAmended ? LabelsText.of(timer.labels()) : null,
        isAmended ? TimerRow.text(timer.destination()) : null);
  }

  /** Adds the labels that are new, those that get another state, and those that are removed. */
  private void addLabelChanges(
      Map<String, String> before, Columns newLabels, Columns movedLabels, Columns removedLabels) {
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
            addLabel(
                removedLabels, name, value, PENDING); // only pending timers change their labels
          }
        });
  }

  private void addLabel(Columns labels, String name, String value, short state) {
    labels.add(timer.id().namespace().name(), name, value, state, timer.id().value());
  }
}
