package dev.chime.store.postgres;

import dev.chime.store.commit.ClockWrites;
import dev.chime.store.commit.Command;
import dev.chime.store.commit.CountsDelta;
import dev.chime.store.commit.DeliveryWrites;
import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.commit.SchedulePass;
import dev.chime.store.commit.ScheduleWrites;
import dev.chime.store.commit.WriteSession;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClocks;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A write session for PostgreSQL. It reads all rows that a batch needs with one statement, changes
 * them in memory, and writes them with another statement, because each statement costs a round trip
 * over the network (a unit of work, as in M. Fowler, "Patterns of Enterprise Application
 * Architecture", 2002).
 *
 * <p>Nothing is locked between the two statements. A row is written only if it still has the
 * version that was read. Otherwise the whole batch is tried again (optimistic concurrency control).
 */
final class PostgresWrites implements WriteSession {

  private final PostgresDatabase database;
  private final Connection connection;
  private final NamespaceCounts counts;
  private final CountsDelta delta;
  private final Map<TimerId, RowChange> rows = new HashMap<>();

  /** The ids that were looked for in the database, whether it has rows of them or not. */
  private final Set<TimerId> lookedUp = new HashSet<>();

  private final KeyedRequests requests = new KeyedRequests();
  private final PostgresDeliveries deliveries;
  private final PostgresSchedules schedules;
  private final TestClocks testClocks;
  private final PostgresClocks clocks;
  private boolean mayBeTaken;
  private final List<TimerChange> externalInserts = new ArrayList<>();
  private List<Command<?>> batch = List.of();

  /**
   * Creates a session over a connection. The session closes it.
   *
   * @param counts the counts, which this loads from the database
   * @param clocks tell by which clock a namespace goes
   */
  PostgresWrites(
      PostgresDatabase database, Connection connection, NamespaceCounts counts, TestClocks clocks)
      throws SQLException {
    this.database = database;
    this.connection = connection;
    this.counts = counts;
    this.delta = new CountsDelta(counts);
    this.deliveries = new PostgresDeliveries(connection);
    this.schedules = new PostgresSchedules(connection, delta);
    this.testClocks = clocks;
    this.clocks = new PostgresClocks(connection, delta, this::load);
    counts.load(NamespaceCounts.Entry.readAll(connection));
  }

  @Override
  public void begin(List<Command<?>> commands, boolean isRetry) throws SQLException {
    batch = commands;
    delta.clear();
    rows.clear();
    lookedUp.clear();
    requests.clear();
    externalInserts.clear();
    deliveries.begin();
    schedules.begin();
    clocks.begin();
    mayBeTaken = isRetry;
    if (isRetry) { // another process may have changed the counts
      counts.load(NamespaceCounts.Entry.readAll(connection));
    }
    Set<TimerId> ids = new HashSet<>();
    Set<IdempotencyKey> keys = new HashSet<>();
    for (Command<?> command : batch) {
      TimerId id = command.id();
      Timer known = isRetry ? null : command.known();
      if (known != null) {
        rows.merge(known.id(), RowChange.of(known), RowChange::newer);
      } else if (id != null && (isRetry || !command.isOfNewId())) {
        ids.add(id);
      }
      IdempotencyKey key = command.key();
      if (key != null) {
        keys.add(key);
      }
    }
    readTimers(ids);
    lookedUp.addAll(ids);
    schedules.readFor(rows.keySet());
    requests.read(connection, keys);
  }

  private void readTimers(Set<TimerId> ids) throws SQLException {
    RowReads.find(connection, ids).forEach(this::load);
  }

  /** Adds a row. If chime_create has inserted it, this transaction counts and announces it. */
  private void load(RowChange row) {
    Timer timer = row.timer();
    rows.put(timer.id(), row);
    if (row.isExternalInsert()) {
      externalInserts.add(TimerChange.created(timer));
      countCreated(timer);
    }
  }

  /** Adds rows that are not there, with the schedules of those that are occurrences. */
  private List<Timer> load(List<RowChange> read) throws SQLException {
    List<TimerId> ids = read.stream().map(row -> row.timer().id()).toList();
    for (RowChange row : read) {
      if (!rows.containsKey(row.timer().id())) {
        load(row);
      }
    }
    schedules.readFor(ids);
    return ids.stream().flatMap(id -> find(id).stream()).toList();
  }

  private void countCreated(Timer timer) {
    long created = timer.createdAt().toEpochMilli();
    delta.add(timer.id().namespace(), before -> before.withActivityAt(created).created(1));
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public void check() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The answer is approximate, because other processes create timers at the same time.
   */
  @Override
  public boolean isBelowLimit(long maxPending, Namespace namespace) {
    return delta.current(namespace).pending() < maxPending;
  }

  @Override
  public boolean insert(Timer timer, @Nullable String fingerprint) throws SQLException {
    if (mayBeTaken) {
      read(timer.id());
    }
    if (rows.containsKey(timer.id())) {
      return false;
    }
    rows.put(timer.id(), RowChange.inserted(timer, fingerprint));
    countCreated(timer);
    return true;
  }

  @Override
  public void insertRequest(IdempotencyKey key, Timer timer) {
    requests.insert(key, timer);
  }

  @Override
  public @Nullable Creation replay(IdempotencyKey key) {
    return requests.replay(key);
  }

  @Override
  public Optional<Timer> find(TimerId id) {
    return Optional.ofNullable(rows.get(id)).map(RowChange::timer);
  }

  @Override
  public Optional<Timer> read(TimerId id) throws SQLException {
    if (!rows.containsKey(id) && lookedUp.add(id)) {
      readTimers(Set.of(id));
    }
    return find(id);
  }

  @Override
  public @Nullable String fingerprint(TimerId id) {
    RowChange row = rows.get(id);
    return row == null ? null : row.fingerprint();
  }

  @Override
  public @Nullable Timer elapse(TimerId id, Instant now) throws SQLException {
    Timer timer = pending(id);
    if (timer == null || !timer.isDue(now)) {
      return null;
    }
    boolean mustSkip = SchedulePass.mustSkip(this, timer);
    return decide(mustSkip ? timer.skipped(now) : timer.outcomeAt(now), now);
  }

  @Override
  public List<Timer> sweep(Instant due, Instant now, int limit) throws SQLException {
    List<Timer> swept = new ArrayList<>();
    List<RowChange> dueOrExternal = RowReads.dueOrExternal(connection, due, limit);
    load(dueOrExternal);
    for (RowChange row : dueOrExternal) {
      TimerId id = row.timer().id();
      Timer outcome = elapse(id, testClocks.now(id.namespace(), now));
      if (outcome != null) {
        swept.add(outcome);
      } else if (row.isExternalInsert()) {
        find(id).filter(Timer::isPending).ifPresent(swept::add);
      }
    }
    return swept;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Never: another process might have decided otherwise.
   */
  @Override
  public void recordElapsed(List<Timer> elapsed) {
    throw new IllegalStateException("outcomes in a shared database are not decided in memory");
  }

  @Override
  public @Nullable Timer cancel(TimerId id, Instant now) {
    Timer timer = pending(id);
    return timer == null || isTooLate(timer, now) ? null : decide(timer.cancelled(now), now);
  }

  /**
   * Whether a timer is due, so that it can only elapse. The command may have waited since {@code
   * now}, or may be tried once more after a crash of the database that has lost the elapse. So the
   * present time counts, too.
   */
  private boolean isTooLate(Timer timer, Instant now) {
    return timer.isDue(now)
        || timer.isDue(testClocks.now(timer.id().namespace(), database.clock().now()));
  }

  private @Nullable Timer pending(TimerId id) {
    return find(id).filter(Timer::isPending).orElse(null);
  }

  private Timer decide(Timer timer, Instant now) {
    rows.computeIfPresent(timer.id(), (id, row) -> row.withTimer(timer));
    delta.add(
        timer.id().namespace(),
        before -> before.withActivityAt(now.toEpochMilli()).decided(timer.state()));
    return timer;
  }

  @Override
  public boolean amend(Timer timer, Timer amended, Instant now) {
    if (isTooLate(timer, now)) {
      return false;
    }
    rows.computeIfPresent(timer.id(), (id, row) -> row.withTimer(amended));
    delta.add(timer.id().namespace(), before -> before.withActivityAt(now.toEpochMilli()));
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * <p>This takes effect at once, even if the rest of the transaction fails.
   */
  @Override
  public int purge(@Nullable Namespace namespace, Instant before, int limit) throws SQLException {
    return Purges.timers(connection, namespace, before, limit, counts);
  }

  @Override
  public int purgeRequests(@Nullable Namespace namespace, Instant before, int limit)
      throws SQLException {
    return Purges.requests(connection, namespace, before, limit);
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
    deliveries.flush();
    if (delta.isEmpty()) {
      commitDeliveries();
    } else {
      commitTimers();
    }
  }

  /** Commits what has become of deliveries, which no timer and no count depends on. */
  private void commitDeliveries() throws SQLException {
    List<TimerChange> ends = Command.changesOf(batch);
    LaneNotification.send(connection, database.node(), Command.availableOf(batch));
    long last = ends.isEmpty() ? 0 : LogStatement.execute(connection, ends, database.node());
    deliveries.commit();
    publish(last, ends);
  }

  private void commitTimers() throws SQLException {
    WriteStatement statement = new WriteStatement();
    if (isRepeatable()) {
      statement.commitAsynchronously();
    }
    RowChange.write(
        rows.values(),
        timer -> testClocks.isToDeliver(timer) ? availableAt(timer) : null,
        statement);
    schedules.write(statement);
    clocks.write(statement);
    statement.insertRequests(requests.inserts());
    List<TimerChange> changes = changes();
    WriteStatement.Written written =
        statement.execute(connection, WriteStatement.counts(delta), changes, database.node());
    counts.applyCommit(written.counts(), written.last());
    delta.clear();
    publish(written.last(), changes);
  }

  private Instant availableAt(Timer timer) {
    return testClocks.availableAt(timer, database.clock()::now);
  }

  private void publish(long last, List<TimerChange> changes) {
    if (!changes.isEmpty()) {
      database.localChanges().add(last, changes);
      database.notifications().recordSent();
    }
  }

  /**
   * Whether a crash of the database may lose this transaction. A timer with a maximum lateness
   * might be skipped the next time, and so might an occurrence of a schedule. A timer with a
   * destination would elapse and be delivered the next time; nobody has got this delivery, see
   * {@link PostgresDeliveries}.
   */
  private boolean isRepeatable() {
    return batch.stream().allMatch(Command::isRepeatable)
        && !schedules.isChanged()
        && rows.values().stream().allMatch(row -> row.timer().maxLateness() == null);
  }

  private List<TimerChange> changes() {
    List<TimerChange> changes = new ArrayList<>(externalInserts);
    changes.addAll(Command.changesOf(batch));
    return changes;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
