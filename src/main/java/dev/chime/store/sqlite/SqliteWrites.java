package dev.chime.store.sqlite;

import dev.chime.store.commit.ClockWrites;
import dev.chime.store.commit.Command;
import dev.chime.store.commit.CountsDelta;
import dev.chime.store.commit.DeliveryWrites;
import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.commit.SchedulePass;
import dev.chime.store.commit.ScheduleWrites;
import dev.chime.store.commit.TimerCounts;
import dev.chime.store.commit.WriteSession;
import dev.chime.store.row.LabelsText;
import dev.chime.store.row.Sql;
import dev.chime.store.row.TimerReads;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClocks;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A write session for SQLite. It writes each change at once with its own statements, because the
 * database is in this process and a statement costs no round trip. Nothing is handed to the driver
 * as a batch: it would box each parameter, keep the room for the largest batch, and clear all of it
 * each time.
 */
final class SqliteWrites implements WriteSession {

  private final Connection connection;
  private final Runnable afterCommit;
  private final NamespaceCounts counts;
  private final CountsDelta delta;
  private final TimerReads reads;
  private final LabelWrites labels;
  private final RequestWrites requests;
  private final SqliteDeliveries deliveries;
  private final SqliteSchedules schedules;
  private final TestClocks testClocks;
  private final SqliteClocks clocks;
  private final PreparedStatement insert;
  private final PreparedStatement fingerprint;
  private final PreparedStatement decide;
  private final PreparedStatement amend;
  private final PreparedStatement saveCounts;

  /**
   * Creates a session over a connection. The session closes it.
   *
   * @param counts the counts, which this loads from the database
   * @param clocks tell by which clock a namespace goes
   * @param afterCommit runs after each commit
   */
  SqliteWrites(
      Connection connection, NamespaceCounts counts, TestClocks clocks, Runnable afterCommit)
      throws SQLException {
    this.connection = connection;
    this.testClocks = clocks;
    this.afterCommit = afterCommit;
    this.counts = counts;
    this.delta = new CountsDelta(counts);
    connection.setAutoCommit(false);
    reads = new TimerReads(connection);
    labels = new LabelWrites(connection);
    requests = new RequestWrites(connection);
    deliveries = new SqliteDeliveries(connection);
    schedules = new SqliteSchedules(connection);
    this.clocks = new SqliteClocks(connection);
    insert = connection.prepareStatement(SqliteSql.INSERT);
    fingerprint = connection.prepareStatement(SqliteSql.FIND_FINGERPRINT);
    decide = connection.prepareStatement(SqliteSql.DECIDE);
    amend = connection.prepareStatement(SqliteSql.AMEND);
    saveCounts = connection.prepareStatement(SqliteSql.SAVE_COUNTS);
    counts.load(NamespaceCounts.Entry.readAll(connection));
    connection.rollback();
  }

  @Override
  public void begin(List<Command<?>> batch, boolean isRetry) {
    schedules.begin(); // the first statement starts the transaction
  }

  @Override
  public Connection connection() {
    return connection;
  }

  /** Does nothing: the commit shows it. */
  @Override
  public void check() {}

  @Override
  public boolean isBelowLimit(long maxPending, Namespace namespace) {
    return delta.current(namespace).pending() < maxPending;
  }

  @Override
  public boolean insert(Timer timer, @Nullable String fingerprint) throws SQLException {
    TimerRow.setId(insert, 1, timer.id());
    insert.setLong(3, timer.deadline().toEpochMilli());
    insert.setLong(4, timer.createdAt().toEpochMilli());
    insert.setLong(5, timer.dueAt().toEpochMilli());
    TimerRow.setMillis(insert, 6, timer.maxLateness());
    insert.setString(7, timer.payload());
    insert.setString(8, LabelsText.of(timer.labels()));
    insert.setString(9, fingerprint);
    insert.setString(10, TimerRow.text(timer.destination()));
    insert.setString(11, TimerRow.text(timer.traceparent()));
    if (insert.executeUpdate() == 0) {
      return false;
    }
    long now = timer.createdAt().toEpochMilli();
    delta.add(timer.id().namespace(), before -> before.withActivityAt(now).created(1));
    labels.insert(timer);
    return true;
  }

  @Override
  public void insertRequest(IdempotencyKey key, Timer timer) throws SQLException {
    requests.insert(key, timer);
  }

  @Override
  public @Nullable Creation replay(IdempotencyKey key) throws SQLException {
    return requests.replay(key);
  }

  @Override
  public Optional<Timer> find(TimerId id) throws SQLException {
    return reads.find(id);
  }

  @Override
  public Optional<Timer> read(TimerId id) throws SQLException {
    return find(id);
  }

  @Override
  public @Nullable String fingerprint(TimerId id) throws SQLException {
    TimerRow.setId(fingerprint, 1, id);
    try (ResultSet row = fingerprint.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  @Override
  public @Nullable Timer elapse(TimerId id, Instant now) throws SQLException {
    return elapse(find(id).orElse(null), now);
  }

  /** Elapses a timer that was read in this transaction. */
  private @Nullable Timer elapse(@Nullable Timer timer, Instant now) throws SQLException {
    if (timer == null || !timer.isPending() || !timer.isDue(now)) {
      return null;
    }
    boolean mustSkip = SchedulePass.mustSkip(this, timer);
    return decide(mustSkip ? timer.skipped(now) : timer.outcomeAt(now));
  }

  @Override
  public void recordElapsed(List<Timer> elapsed) throws SQLException {
    for (Timer timer : elapsed) {
      decide(timer);
    }
  }

  @Override
  public List<Timer> sweep(Instant due, Instant now, int limit) throws SQLException {
    List<Timer> swept = new ArrayList<>();
    for (Timer timer : reads.pending(TimerStore.BEGINNING, null, due.plusMillis(1), limit)) {
      Timer outcome = elapse(timer, now);
      if (outcome != null) {
        swept.add(outcome);
      }
    }
    return swept;
  }

  @Override
  public @Nullable Timer cancel(TimerId id, Instant now) throws SQLException {
    Timer timer = find(id).orElse(null);
    return timer == null || !timer.isPending() || timer.isDue(now)
        ? null
        : decide(timer.cancelled(now));
  }

  /** Writes an outcome, if the timer is pending. Null if it is not. */
  private @Nullable Timer decide(Timer outcome) throws SQLException {
    decide.setInt(1, TimerRow.code(outcome.state()));
    Instant at = Objects.requireNonNull(outcome.decidedAt());
    decide.setLong(2, at.toEpochMilli());
    TimerRow.setId(decide, 3, outcome.id());
    if (decide.executeUpdate() == 0) {
      return null;
    }
    delta.add(
        outcome.id().namespace(),
        before -> before.withActivityAt(at.toEpochMilli()).decided(outcome.state()));
    labels.updateState(outcome);
    if (testClocks.isToDeliver(outcome)) {
      deliveries.insert(outcome, testClocks.availableAt(outcome, Instant::now));
    }
    return outcome;
  }

  @Override
  public boolean amend(Timer timer, Timer amended, Instant now) throws SQLException {
    amend.setLong(1, amended.deadline().toEpochMilli());
    amend.setLong(2, amended.dueAt().toEpochMilli());
    TimerRow.setMillis(amend, 3, amended.maxLateness());
    amend.setString(4, amended.payload());
    amend.setString(5, LabelsText.of(amended.labels()));
    amend.setString(6, TimerRow.text(amended.destination()));
    amend.setLong(7, amended.version());
    TimerRow.setId(amend, 8, timer.id());
    amend.setLong(10, timer.version());
    amend.setLong(11, now.toEpochMilli());
    if (amend.executeUpdate() == 0) {
      return false;
    }
    delta.add(timer.id().namespace(), c -> c.withActivityAt(now.toEpochMilli()));
    if (!timer.labels().equals(amended.labels())) {
      labels.delete(timer);
      labels.insert(amended);
    }
    return true;
  }

  @Override
  public int purge(@Nullable Namespace namespace, Instant before, int limit) throws SQLException {
    List<Timer> purged;
    try (PreparedStatement purge = connection.prepareStatement(SqliteSql.purge(namespace))) {
      Sql.setPurged(purge, namespace, before, limit);
      purged = TimerReads.read(purge);
    }
    for (Timer timer : purged) {
      delta.add(timer.id().namespace(), c -> c.purged(timer.state()));
      labels.delete(timer);
    }
    return purged.size();
  }

  @Override
  public int purgeRequests(@Nullable Namespace namespace, Instant before, int limit)
      throws SQLException {
    return requests.purge(namespace, before, limit);
  }

  @Override
  public DeliveryWrites deliveries() {
    return deliveries;
  }

  @Override
  public ScheduleWrites schedules() {
    return schedules;
  }

  @Override
  public ClockWrites clocks() {
    return clocks;
  }

  @Override
  public void commit() throws SQLException {
    List<NamespaceCounts.Entry> totals = delta.totals();
    for (NamespaceCounts.Entry each : totals) {
      TimerCounts changed = each.counts();
      saveCounts.setString(1, each.namespace().name());
      saveCounts.setLong(2, changed.clock());
      saveCounts.setLong(3, changed.pending());
      saveCounts.setLong(4, changed.elapsed());
      saveCounts.setLong(5, changed.cancelled());
      saveCounts.setLong(6, changed.skipped());
      saveCounts.executeUpdate();
    }
    connection.commit();
    schedules.committed();
    afterCommit.run();
    counts.load(totals);
    delta.clear();
  }

  @Override
  public boolean copyTo(Path file, BooleanSupplier between) throws SQLException {
    return new SteppedCopy(connection, between).into(file);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
