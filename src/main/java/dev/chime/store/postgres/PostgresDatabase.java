package dev.chime.store.postgres;

import dev.chime.store.commit.ClusterFeed;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.CommitNews;
import dev.chime.store.commit.Database;
import dev.chime.store.commit.Failure;
import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.commit.Schema;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.commit.WriteSession;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.TestClocks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * A PostgreSQL database, which other processes may use at the same time. Thread-safe.
 *
 * <p>There is no connection pool. Each thread of the store has its own connection, and opens a new
 * one when that is lost.
 */
public final class PostgresDatabase implements Database {

  private static final String CONNECT_SECONDS = "3";

  /** How long the server may be silent. It is longer than a statement may take. */
  private static final String SOCKET_SECONDS = "30";

  private static final String FEED_SOCKET_SECONDS = "5";

  private static final String CLASS_OF_CONNECTIONS = "08";
  private static final String CLASS_OF_RESOURCES = "53";
  private static final String CLASS_OF_OPERATORS = "57";
  private static final String CLASS_OF_ROLLBACKS = "40";
  private static final String UNIQUE_VIOLATION =
      "23505"; // another process has inserted the same id
  private static final String DISK_FULL = "53100";
  private static final String LOCK_TIMEOUT = "55P03";
  private static final String READ_ONLY = "25006"; // the server is not the primary, or no longer

  private final DatabaseAddress address;
  private final Properties properties = new Properties();

  private final String node;
  private final Schema schema;
  private final NotificationCounters notifications = new NotificationCounters();
  private final LocalChangeBuffer localChanges = new LocalChangeBuffer();
  private final DatabaseClock clock = new DatabaseClock();

  private PostgresDatabase(DatabaseAddress address, String node, Schema schema) {
    this.node = node;
    this.schema = schema;
    this.address = address;
    if (address.username() != null) {
      properties.setProperty("user", address.username());
    }
    if (address.password() != null) {
      properties.setProperty("password", address.password());
    }
    // parameters in the URL take precedence over these
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", SOCKET_SECONDS);
    properties.setProperty("ApplicationName", "chime " + node);
  }

  /**
   * Opens a database, and migrates its tables to this version.
   *
   * @param node the name of this process among those that share the database
   * @throws StoreUnusableException if the database cannot be used
   */
  public static PostgresDatabase open(DatabaseAddress address, String node) {
    MigrateResult migrated;
    try {
      migrated =
          Flyway.configure()
              .dataSource(address.url(), address.username(), address.password())
              .locations("classpath:db/postgresql")
              .load()
              .migrate();
    } catch (FlywayException e) {
      throw new StoreUnusableException(
          "The database " + address + " cannot be used: " + e.getMessage(),
          "Check that it can be reached, and that its user may create tables in it"
              + " (spring.datasource.url, spring.datasource.username, spring.datasource.password).",
          e);
    }
    return new PostgresDatabase(address, node, Schema.of("postgresql", migrated));
  }

  /** The name of this process among those that share the database. */
  String node() {
    return node;
  }

  /**
   * The counters of notifications that {@link PostgresWrites} sends, and {@link PostgresFeed} gets.
   */
  NotificationCounters notifications() {
    return notifications;
  }

  /** The estimate of the database's clock, which {@link PostgresFeed} keeps up to date. */
  DatabaseClock clock() {
    return clock;
  }

  /** The buffer in which {@link PostgresWrites} hands changes to {@link PostgresFeed}. */
  LocalChangeBuffer localChanges() {
    return localChanges;
  }

  @Override
  public WriteSession openSession(NamespaceCounts counts, TestClocks clocks) throws SQLException {
    return new PostgresWrites(this, open(), counts, clocks);
  }

  @Override
  public Connection openReader() throws SQLException {
    return open();
  }

  private Connection open() throws SQLException {
    return open(properties);
  }

  private Connection open(Properties properties) throws SQLException {
    Connection connection = DriverManager.getConnection(address.url(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = '20s'; SET lock_timeout = '2s'");
      // Plans must suit large tables, even if they are made while the tables are small.
      statement.execute("SET enable_seqscan = off; SET enable_hashjoin = off");
      statement.execute("SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan");
      // Before version 18 the planner finds such plans so expensive that it compiles each
      // execution.
      statement.execute("SET jit = off");
      // This version makes deliveries itself; the database does it for older ones.
      statement.execute("SET chime.deliveries = 'on'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Starts a thread that receives the changes of all processes.
   *
   * @param changes receives the changes of all processes, this one included
   * @param news is told of deliveries that become available by what other processes do
   * @param listener is called after failures
   * @param retainedChanges how many of the latest changes stay in the database, for processes that
   *     start or reconnect
   * @throws StoreUnusableException if the database cannot be used
   */
  public ClusterFeed follow(
      ChangeListener changes, CommitNews news, CommitListener listener, int retainedChanges) {
    try {
      return new PostgresFeed(this, changes, news, listener, retainedChanges);
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  /** Opens a connection for long statements: they have no timeout. */
  public Connection openCopy() throws SQLException {
    Connection connection = open();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET statement_timeout = 0; SET enable_seqscan = on");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Opens a connection with a short timeout, so that the feed soon notices a silent server. */
  Connection openFeed() throws SQLException {
    Properties feedProperties = new Properties();
    feedProperties.putAll(properties);
    feedProperties.setProperty("socketTimeout", FEED_SOCKET_SECONDS);
    return open(feedProperties);
  }

  @Override
  public boolean hasRoom(Connection connection) {
    return true; // not known in advance; a full disk shows up as an error
  }

  /**
   * {@inheritDoc}
   *
   * <p>Two: while one waits for the disk, the other inserts its rows into the indices.
   */
  @Override
  public int writers() {
    return 2;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Failure failure(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.equals(LOCK_TIMEOUT)) {
      return Failure.LOCKED;
    }
    if (state.equals(DISK_FULL)) {
      return Failure.FULL;
    }
    if (state.startsWith(CLASS_OF_ROLLBACKS) || state.equals(UNIQUE_VIOLATION)) {
      return Failure.CONFLICT;
    }
    boolean isUnavailable =
        state.startsWith(CLASS_OF_CONNECTIONS)
            || state.startsWith(CLASS_OF_RESOURCES)
            || state.startsWith(CLASS_OF_OPERATORS)
            || state.equals(READ_ONLY);
    return isUnavailable ? Failure.UNAVAILABLE : Failure.OTHER;
  }

  @Override
  public StoreUnusableException unusable(SQLException e) {
    return new StoreUnusableException(
        "The database " + address + " cannot be used: " + e.getMessage(),
        "Check that it can be reached and accepts connections.",
        e);
  }

  /** Does nothing, because each connection is closed by the thread that opened it. */
  @Override
  public void close() {}
}
