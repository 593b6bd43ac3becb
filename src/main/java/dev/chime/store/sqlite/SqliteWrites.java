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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A write session for SQLite. It writes each change at once with its own statements, because the
 * database is in this process and a statement costs no round trip. Only inserts are collected; they
 * are executed together before the next other statement.
 */
final class SqliteWrites implements WriteSession {

  private record Insert(Timer timer, InsertCallback callback) {}

  private static final int MAX_INSERTS = 1024;

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
  private final PreparedStatement elapse;
  private final PreparedStatement skip;
  private final PreparedStatement recordElapsed;
  private final PreparedStatement cancel;
  private final PreparedStatement amend;
  private final PreparedStatement saveCounts;
  private final List<Insert> inserts = new ArrayList<>(MAX_INSERTS);

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
    this.clocks = new SqliteClocks(connection, this::flush);
    insert = connection.prepareStatement(SqliteSql.INSERT);
    fingerprint = connection.prepareStatement(SqliteSql.FIND_FINGERPRINT);
    elapse = connection.prepareStatement(SqliteSql.ELAPSE);
    skip = connection.prepareStatement(SqliteSql.SKIP);
    recordElapsed = connection.prepareStatement(SqliteSql.RECORD_ELAPSED);
    cancel = connection.prepareStatement(SqliteSql.CANCEL);
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
  public boolean isBelowLimit(long maxPending, Namespace namespace) throws SQLException {
    if (delta.current(namespace).pending() + inserts.size() >= maxPending) {
      flush(); // some of the inserts may belong to other namespaces, or may not be new
    }
    return delta.current(namespace).pending() < maxPending;
  }

  @Override
  public void insert(Timer timer, @Nullable String fingerprint, InsertCallback callback)
      throws SQLException {
    TimerRow.setId(insert, 1, timer.id());
    insert.setLong(3, timer.deadline().toEpochMilli());
    insert.setLong(4, timer.createdAt().toEpochMilli());
    insert.setLong(5, timer.dueAt().toEpochMilli());
    TimerRow.setMillis(insert, 6, timer.maxLateness());
    insert.setString(7, timer.payload());
    insert.setString(8, LabelsText.of(timer.labels()));
    insert.setString(9, fingerprint);
    insert.setString(10, TimerRow.text(timer.destination()));
    insert.addBatch();
    inserts.add(new Insert(timer, callback));
    if (inserts.size() == MAX_INSERTS) {
      flush();
    }
  }

  @Override
  public boolean insertNow(Timer timer, @Nullable String fingerprint) throws SQLException {
    boolean[] result = new boolean[1];
    insert(timer, fingerprint, isNew -> result[0] = isNew);
    flush();
    return result[0];
  }

  private void flush() throws SQLException {
    if (inserts.isEmpty()) {
      return;
    }
    List<Insert> flushed = List.copyOf(inserts);
    inserts.clear();
    int[] counts = insert.executeBatch();
    List<Timer> added = new ArrayList<>(counts.length);
    for (int i = 0; i < counts.length; i++) {
      Timer timer = flushed.get(i).timer();
      boolean isNew = counts[i] == 1;
      flushed.get(i).callback().inserted(isNew);
      if (isNew) {
        long now = timer.createdAt().toEpochMilli();
        delta.add(timer.id().namespace(), c -> c.withActivityAt(now).created(1));
        added.add(timer);
      }
    }
    labels.insert(added);
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
    flush();
    return reads.find(id);
  }

  @Override
  public Optional<Timer> read(TimerId id) throws SQLException {
    return find(id);
  }

  @Override
  public boolean isTaken(TimerId id) throws SQLException {
    return find(id).isPresent();
  }

  @Override
  public @Nullable String fingerprint(TimerId id) throws SQLException {
    flush();
    TimerRow.setId(fingerprint, 1, id);
    try (ResultSet row = fingerprint.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  @Override
  public @Nullable Timer elapse(TimerId id, Instant now) throws SQLException {
    flush();
    if (SchedulePass.mustSkip(this, id)) {
      skip.setLong(1, now.toEpochMilli());
      TimerRow.setId(skip, 2, id);
      skip.setLong(4, now.toEpochMilli());
      return executeDecision(skip);
    }
    elapse.setLong(1, now.toEpochMilli());
    elapse.setLong(2, now.toEpochMilli());
    TimerRow.setId(elapse, 3, id);
    elapse.setLong(5, now.toEpochMilli());
    return executeDecision(elapse);
  }

  @Override
  public void recordElapsed(List<Timer> elapsed) throws SQLException {
    flush();
    for (Timer timer : elapsed) {
      recordElapsed.setObject(1, TimerRow.toMillis(timer.decidedAt()));
      TimerRow.setId(recordElapsed, 2, timer.id());
      recordElapsed.addBatch();
    }
    int[] changed = recordElapsed.executeBatch();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 1) {
        countDecided(elapsed.get(i));
      }
    }
  }

  @Override
  public List<Timer> sweep(Instant due, Instant now, int limit) throws SQLException {
    flush();
    List<Timer> swept = new ArrayList<>();
    for (Timer timer : reads.pending(TimerStore.BEGINNING, null, due.plusMillis(1), limit)) {
      Timer outcome = elapse(timer.id(), now);
      if (outcome != null) {
        swept.add(outcome);
      }
    }
    return swept;
  }

  @Override
  public @Nullable Timer cancel(TimerId id, Instant now) throws SQLException {
    flush();
    cancel.setLong(1, now.toEpochMilli());
    cancel.setLong(2, now.toEpochMilli());
    TimerRow.setId(cancel, 3, id);
    cancel.setLong(5, now.toEpochMilli());
    return executeDecision(cancel);
  }

  private @Nullable Timer executeDecision(PreparedStatement update) throws SQLException {
    Timer timer;
    try (ResultSet row = update.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      timer = TimerRow.read(row);
    }
    countDecided(timer);
    return timer;
  }

  private void countDecided(Timer timer) throws SQLException {
    Instant at = Objects.requireNonNull(timer.decidedAt());
    delta.add(
        timer.id().namespace(), c -> c.withActivityAt(at.toEpochMilli()).decided(timer.state()));
    labels.updateState(timer);
    if (testClocks.isToDeliver(timer)) {
      deliveries.insert(timer, testClocks.availableAt(timer, Instant::now));
    }
  }

  @Override
  public boolean amend(Timer timer, Timer amended, Instant now) throws SQLException {
    flush();
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
      labels.insert(List.of(amended));
    }
    return true;
  }

  @Override
  public int purge(@Nullable Namespace namespace, Instant before, int limit) throws SQLException {
    flush();
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
    flush();
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
    afterCommit.run();
    counts.load(totals);
    delta.clear();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
