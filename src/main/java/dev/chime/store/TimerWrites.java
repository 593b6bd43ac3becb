package dev.chime.store;

import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is changed of timers, over one connection, transaction by transaction. The ledger follows
 * each change. After an error it is of no use any more. One thread.
 */
final class TimerWrites implements AutoCloseable {

  /** Called with whether each inserted timer was new, when the row has been written. */
  interface Inserted {
    void isNew(boolean isNew);
  }

  private static final int MOST_INSERTS = 1024;

  private final Connection connection;
  private final TimerReads reads;
  private final PreparedStatement insert;
  private final PreparedStatement elapse;
  private final PreparedStatement cancel;
  private final PreparedStatement insertRequest;
  private final PreparedStatement findRequest;
  private final PreparedStatement purge;
  private final PreparedStatement purgeRequests;
  private final PreparedStatement saveLedger;
  private final Inserted[] inserted = new Inserted[MOST_INSERTS];
  private int inserts;
  private Ledger committed;
  private Ledger ledger;

  TimerWrites(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    reads = new TimerReads(connection);
    insert = connection.prepareStatement(Sql.INSERT);
    elapse = connection.prepareStatement(Sql.ELAPSE);
    cancel = connection.prepareStatement(Sql.CANCEL);
    insertRequest = connection.prepareStatement(Sql.INSERT_REQUEST);
    findRequest = connection.prepareStatement(Sql.FIND_REQUEST);
    purge = connection.prepareStatement(Sql.PURGE);
    purgeRequests = connection.prepareStatement(Sql.PURGE_REQUESTS);
    saveLedger = connection.prepareStatement(Sql.SAVE_LEDGER);
    try (PreparedStatement load = connection.prepareStatement(Sql.LEDGER);
        ResultSet row = load.executeQuery()) {
      row.next();
      committed = new Ledger(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }
    connection.rollback();
    ledger = committed;
  }

  Connection connection() {
    return connection;
  }

  /** The ledger as of the last commit. */
  Ledger ledger() {
    return committed;
  }

  /** Adds a timer, now or before the next other statement. */
  void insert(Timer timer, Inserted then) throws SQLException {
    ledger = ledger.at(timer.createdAt());
    insert.setString(1, timer.id().value());
    insert.setLong(2, timer.deadline().toEpochMilli());
    insert.setLong(3, timer.createdAt().toEpochMilli());
    insert.setString(4, timer.payload());
    insert.setString(5, LabelsText.of(timer.labels()));
    insert.addBatch();
    inserted[inserts++] = then;
    if (inserts == MOST_INSERTS) {
      flush();
    }
  }

  private void flush() throws SQLException {
    if (inserts == 0) {
      return;
    }
    int count = inserts;
    inserts = 0;
    int[] counts = insert.executeBatch();
    int made = 0;
    for (int i = 0; i < count; i++) {
      inserted[i].isNew(counts[i] == 1);
      made += counts[i];
    }
    ledger = ledger.created(made);
  }

  /** Remembers a request unless its key is known. Whether it was not. */
  boolean insertRequest(IdempotencyKey key, Timer timer) throws SQLException {
    insertRequest.setString(1, key.value());
    insertRequest.setString(2, key.fingerprint());
    insertRequest.setString(3, timer.id().value());
    insertRequest.setLong(4, timer.deadline().toEpochMilli());
    insertRequest.setLong(5, timer.createdAt().toEpochMilli());
    insertRequest.setString(6, timer.payload());
    insertRequest.setString(7, LabelsText.of(timer.labels()));
    return insertRequest.executeUpdate() == 1;
  }

  /** The timer that a request with this key created; empty if its fingerprint is another. */
  Optional<Timer> findRequest(IdempotencyKey key) throws SQLException {
    findRequest.setString(1, key.value());
    try (ResultSet row = findRequest.executeQuery()) {
      return row.next() && row.getString(1).equals(key.fingerprint())
          ? Optional.of(TimerRow.readCreated(row))
          : Optional.empty();
    }
  }

  /** The timer as it stands in this transaction. */
  Optional<Timer> find(TimerId id) throws SQLException {
    flush();
    return reads.find(id);
  }

  /** The elapsed timer; null if it was not pending or not due. */
  @Nullable Timer elapse(TimerId id, Instant now) throws SQLException {
    flush();
    ledger = ledger.at(now);
    elapse.setLong(1, now.toEpochMilli());
    elapse.setLong(2, now.toEpochMilli());
    elapse.setString(3, id.value());
    elapse.setLong(4, now.toEpochMilli());
    Timer changed = changed(elapse);
    if (changed != null) {
      ledger = ledger.elapsed(1);
    }
    return changed;
  }

  /** The cancelled timer; null if it was not pending. */
  @Nullable Timer cancel(TimerId id, Instant now) throws SQLException {
    flush();
    ledger = ledger.at(now);
    cancel.setLong(1, now.toEpochMilli());
    cancel.setString(2, id.value());
    Timer changed = changed(cancel);
    if (changed != null) {
      ledger = ledger.cancelled(1);
    }
    return changed;
  }

  private static @Nullable Timer changed(PreparedStatement update) throws SQLException {
    try (ResultSet row = update.executeQuery()) {
      return row.next() ? TimerRow.read(row) : null;
    }
  }

  /** Forgets timers with outcomes older than this. How many. */
  int purge(Instant before, int limit) throws SQLException {
    flush();
    purge.setLong(1, before.toEpochMilli());
    purge.setInt(2, limit);
    int elapsed = 0;
    int cancelled = 0;
    try (ResultSet rows = purge.executeQuery()) {
      while (rows.next()) {
        if (rows.getInt(1) == Sql.ELAPSED) {
          elapsed++;
        } else {
          cancelled++;
        }
      }
    }
    ledger = ledger.forgotten(elapsed, cancelled);
    return elapsed + cancelled;
  }

  /** Forgets requests older than this. How many. */
  int purgeRequests(Instant before, int limit) throws SQLException {
    purgeRequests.setLong(1, before.toEpochMilli());
    purgeRequests.setInt(2, limit);
    return purgeRequests.executeUpdate();
  }

  /** Makes everything since the last commit durable. */
  void commit() throws SQLException {
    flush();
    saveLedger.setLong(1, ledger.clock());
    saveLedger.setLong(2, ledger.pending());
    saveLedger.setLong(3, ledger.elapsed());
    saveLedger.setLong(4, ledger.cancelled());
    saveLedger.executeUpdate();
    connection.commit();
    committed = ledger;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
