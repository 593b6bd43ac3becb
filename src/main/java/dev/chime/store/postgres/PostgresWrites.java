package dev.chime.store.postgres;

import dev.chime.store.commit.Command;
import dev.chime.store.commit.CountsDelta;
import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.commit.WriteSession;
import dev.chime.store.row.LabelsText;
import dev.chime.store.row.RequestRow;
import dev.chime.store.row.Sql;
import dev.chime.store.row.TimerRow;
import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * Changes gathered and written together, for a database at the end of a network: what a batch is
 * about is read at once, changed here, and written at once (a unit of work, as in M. Fowler,
 * "Patterns of Enterprise Application Architecture", 2002). Nothing is locked in between; instead
 * rows are written only if they are still of the version that was read, and the batch begins again
 * if they are not (optimistic concurrency control). One thread.
 */
final class PostgresWrites implements WriteSession {

  private record RequestId(Namespace namespace, String key) {
    static RequestId of(IdempotencyKey key) {
      return new RequestId(key.namespace(), key.value());
    }
  }

  private record Request(String fingerprint, Timer timer) {}

  private final PostgresDatabase database;
  private final Connection connection;
  private final NamespaceCounts counts;
  private final CountsDelta delta;
  private final Map<TimerId, RowChange> timers = new HashMap<>();
  private final Map<RequestId, Request> requests = new HashMap<>();
  private List<Command<?>> batch = List.of();
  private final Set<RequestId> newRequests = new HashSet<>();
  private final List<TimerChange> externalInserts = new ArrayList<>();

  PostgresWrites(PostgresDatabase database, Connection connection, NamespaceCounts counts)
      throws SQLException {
    this.database = database;
    this.connection = connection;
    this.counts = counts;
    this.delta = new CountsDelta(counts);
    counts.load(NamespaceCounts.Entry.readAll(connection));
  }

  @Override
  public void begin(List<Command<?>> commands, boolean again) throws SQLException {
    batch = commands;
    delta.clear();
    timers.clear();
    requests.clear();
    newRequests.clear();
    externalInserts.clear();
    if (again) { // others have counted, too
      counts.load(NamespaceCounts.Entry.readAll(connection));
    }
    Set<TimerId> ids = new HashSet<>();
    Set<RequestId> keys = new HashSet<>();
    for (Command<?> command : batch) {
      TimerId id = command.id();
      Timer known = again ? null : command.known();
      if (known != null) {
        timers.merge(known.id(), RowChange.of(known), PostgresWrites::newer);
      } else if (id != null && (again || !command.isOfNewId())) {
        ids.add(id);
      }
      IdempotencyKey key = command.key();
      if (key != null) {
        keys.add(RequestId.of(key));
      }
    }
    readTimers(ids);
    readRequests(keys);
  }

  private void readTimers(Set<TimerId> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    Columns sought = new Columns("text", "text");
    ids.forEach(id -> sought.add(id.namespace().name(), id.value()));
    try (PreparedStatement find = connection.prepareStatement(PostgresSql.FIND_SEVERAL)) {
      sought.set(connection, find, 1);
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          load(RowChange.of(rows));
        }
      }
    }
  }

  /** Begins with a row; with news, if it was put in by others and nobody has been told. */
  private void load(RowChange work) {
    Timer timer = work.timer();
    timers.put(timer.id(), work);
    if (work.isExternalInsert()) {
      externalInserts.add(TimerChange.created(timer));
      long created = timer.createdAt().toEpochMilli();
      delta.add(timer.id().namespace(), counts -> counts.withActivityAt(created).created(1));
    }
  }

  private static RowChange newer(RowChange a, RowChange b) {
    return a.seen() < b.seen() ? b : a;
  }

  private void readRequests(Set<RequestId> keys) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    Columns sought = new Columns("text", "text");
    keys.forEach(id -> sought.add(id.namespace().name(), id.key()));
    try (PreparedStatement find = connection.prepareStatement(PostgresSql.FIND_REQUESTS)) {
      sought.set(connection, find, 1);
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          Namespace namespace = TimerRow.namespace(rows.getString(8));
          requests.put(
              new RequestId(namespace, rows.getString(9)),
              new Request(rows.getString(1), RequestRow.created(namespace, rows)));
        }
      }
    }
  }

  @Override
  public Connection connection() {
    return connection;
  }

  /** As far as this process knows: others may be at it, too. */
  @Override
  public boolean isBelowLimit(long limit, Namespace namespace) {
    return delta.current(namespace).pending() < limit;
  }

  @Override
  public void insert(Timer timer, @Nullable String fingerprint, InsertCallback then) {
    boolean isNew = !timers.containsKey(timer.id());
    if (isNew) {
      timers.put(timer.id(), RowChange.inserted(timer, fingerprint));
      long now = timer.createdAt().toEpochMilli();
      delta.add(timer.id().namespace(), counts -> counts.withActivityAt(now).created(1));
    }
    then.inserted(isNew);
  }

  @Override
  public boolean insertNow(Timer timer, String fingerprint) {
    boolean[] answer = new boolean[1];
    insert(timer, fingerprint, isNew -> answer[0] = isNew);
    return answer[0];
  }

  @Override
  public void insertRequest(IdempotencyKey key, Timer timer) {
    RequestId id = RequestId.of(key);
    if (requests.putIfAbsent(id, new Request(key.fingerprint(), timer)) == null) {
      newRequests.add(id);
    }
  }

  @Override
  public @Nullable Creation replay(IdempotencyKey key) {
    Request request = requests.get(RequestId.of(key));
    if (request == null) {
      return null;
    }
    return request.fingerprint().equals(key.fingerprint())
        ? new Creation.Replayed(request.timer())
        : new Creation.KeyReused();
  }

  @Override
  public Optional<Timer> find(TimerId id) {
    return Optional.ofNullable(timers.get(id)).map(RowChange::timer);
  }

  @Override
  public @Nullable String fingerprint(TimerId id) {
    RowChange work = timers.get(id);
    return work == null ? null : work.fingerprint();
  }

  @Override
  public @Nullable Timer elapse(TimerId id, Instant now) {
    Timer timer = pending(id);
    return timer == null || now.isBefore(timer.deadline())
        ? null
        : decided(timer.outcomeAt(now), now);
  }

  @Override
  public List<Timer> sweep(Instant due, Instant now, int limit) throws SQLException {
    List<Timer> swept = new ArrayList<>();
    try (PreparedStatement find = connection.prepareStatement(PostgresSql.DUE_OR_EXTERNAL)) {
      find.setLong(1, due.toEpochMilli());
      find.setInt(2, limit);
      find.setInt(3, limit);
      try (ResultSet rows = find.executeQuery()) {
        while (rows.next()) {
          RowChange work = RowChange.of(rows);
          TimerId id = work.timer().id();
          if (!timers.containsKey(id)) {
            load(work);
          }
          Timer outcome = elapse(id, now);
          if (outcome != null) {
            swept.add(outcome);
          } else if (work.isExternalInsert()) {
            find(id).filter(Timer::isPending).ifPresent(swept::add);
          }
        }
      }
    }
    return swept;
  }

  @Override
  public @Nullable Timer cancel(TimerId id, Instant now) {
    Timer timer = pending(id);
    return timer == null ? null : decided(timer.cancelled(now), now);
  }

  private @Nullable Timer pending(TimerId id) {
    return find(id).filter(Timer::isPending).orElse(null);
  }

  private Timer decided(Timer timer, Instant now) {
    timers.computeIfPresent(timer.id(), (id, work) -> work.to(timer));
    delta.add(
        timer.id().namespace(),
        counts -> counts.withActivityAt(now.toEpochMilli()).decided(timer.state()));
    return timer;
  }

  @Override
  public boolean amend(Timer timer, Timer amended, Instant now) {
    timers.computeIfPresent(timer.id(), (id, work) -> work.to(amended));
    delta.add(timer.id().namespace(), counts -> counts.withActivityAt(now.toEpochMilli()));
    return true;
  }

  /** At once, and whatever becomes of the rest of the transaction. */
  @Override
  public int purge(Instant before, int limit) throws SQLException {
    int count = 0;
    try (PreparedStatement purge = connection.prepareStatement(PostgresSql.PURGE_COUNTING)) {
      purge.setLong(1, before.toEpochMilli());
      purge.setInt(2, limit);
      try (ResultSet rows = purge.executeQuery()) {
        while (rows.next()) {
          count += rows.getInt(7);
          counts.refresh(NamespaceCounts.Entry.of(rows));
        }
      }
    }
    return count;
  }

  @Override
  public int purgeRequests(Instant before, int limit) throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(Sql.PURGE_REQUESTS)) {
      purge.setLong(1, before.toEpochMilli());
      purge.setInt(2, limit);
      return purge.executeUpdate();
    }
  }

  @Override
  public void commit() throws SQLException {
    if (delta.isEmpty()) {
      return;
    }
    WriteStatement statement = new WriteStatement();
    RowChange.write(timers.values(), statement);
    statement.insertRequests(requestColumns());
    Columns countRows = new Columns("text", "bigint", "bigint", "bigint", "bigint", "bigint");
    delta.deltas().stream()
        .sorted(
            (a, b) ->
                a.namespace().name().compareTo(b.namespace().name())) // all lock in this order
        .forEach(
            each ->
                countRows.add(
                    each.namespace().name(),
                    each.counts().clock(),
                    each.counts().pending(),
                    each.counts().elapsed(),
                    each.counts().cancelled(),
                    each.counts().skipped()));
    List<TimerChange> changes = changes();
    WriteStatement.Written written =
        statement.execute(connection, countRows, changes, database.node());
    counts.applyCommit(written.counts(), written.last());
    delta.clear();
    if (!changes.isEmpty()) {
      database.localChanges().add(written.last(), changes);
      database.notifications().recordSent();
    }
  }

  private List<TimerChange> changes() {
    List<TimerChange> changes = Command.changesOf(batch);
    if (!externalInserts.isEmpty()) {
      changes.addAll(0, externalInserts);
    }
    return changes;
  }

  private Columns requestColumns() {
    Columns rows =
        new Columns("text", "text", "text", "text", "bigint", "bigint", "bigint", "text", "text");
    newRequests.stream()
        .sorted((a, b) -> a.key().compareTo(b.key()))
        .forEach(
            id -> {
              Request request = requests.get(id);
              if (request != null) {
                Timer timer = request.timer();
                rows.add(
                    id.namespace().name(),
                    id.key(),
                    request.fingerprint(),
                    timer.id().value(),
                    timer.deadline().toEpochMilli(),
                    timer.createdAt().toEpochMilli(),
                    TimerRow.toMillis(timer.maxLateness()),
                    timer.payload(),
                    LabelsText.of(timer.labels()));
              }
            });
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
