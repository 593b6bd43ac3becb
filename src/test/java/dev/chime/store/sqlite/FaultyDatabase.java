package dev.chime.store.sqlite;

import dev.chime.store.commit.Database;
import dev.chime.store.commit.Failure;
import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.commit.Schema;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.commit.WriteSession;
import dev.chime.timer.TestClocks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A real SQLite database whose commits fail or wait when a test wants it. */
public final class FaultyDatabase implements Database {

  private final SqliteDatabase real;
  private volatile @Nullable SQLiteErrorCode commitFailure;
  private volatile CountDownLatch commits = new CountDownLatch(0);
  private final AtomicInteger held = new AtomicInteger();

  public FaultyDatabase(Path folder) {
    this(folder, 0);
  }

  /** A database whose file may have so many bytes. */
  public FaultyDatabase(Path folder, long maxBytes) {
    real = SqliteDatabase.open(folder, maxBytes);
  }

  /** Lets every commit fail like this; null to let them succeed. */
  public void failCommits(@Nullable SQLiteErrorCode failure) {
    commitFailure = failure;
  }

  /** Lets commits wait until the latch that is returned is counted down. */
  public CountDownLatch holdCommits() {
    CountDownLatch latch = new CountDownLatch(1);
    commits = latch;
    return latch;
  }

  /** Ends what {@link #holdCommits} has begun. */
  public void releaseCommits() {
    commits.countDown();
  }

  /** Whether a transaction has come to its commit and waits there. */
  public boolean holdsCommit() {
    return held.get() > 0;
  }

  @Override
  public WriteSession openSession(NamespaceCounts counts, TestClocks clocks) throws SQLException {
    return new SqliteWrites(faulty(real.openWriter()), counts, clocks, () -> {});
  }

  /** A connection without faults. */
  public Connection openConnection() throws SQLException {
    return real.openWriter();
  }

  private Connection faulty(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("commit")) {
                held.incrementAndGet();
                commits.await();
                held.decrementAndGet();
                SQLiteErrorCode failure = commitFailure;
                if (failure != null) {
                  throw new SQLiteException("on purpose", failure);
                }
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection openReader() throws SQLException {
    return real.openReader();
  }

  @Override
  public boolean hasRoom(Connection connection) throws SQLException {
    return real.hasRoom(connection);
  }

  @Override
  public int writers() {
    return real.writers();
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public Schema schema() {
    return real.schema();
  }

  @Override
  public Failure failure(SQLException e) {
    return real.failure(e);
  }

  @Override
  public StoreUnusableException unusable(SQLException e) {
    return real.unusable(e);
  }

  @Override
  public void close() throws SQLException {
    real.close();
  }
}
