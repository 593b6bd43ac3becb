package dev.chime.store.postgres;

import dev.chime.store.commit.ClusterFeed;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.Database;
import dev.chime.store.commit.Failure;
import dev.chime.store.commit.NamespaceCounts;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.commit.WriteSession;
import dev.chime.timer.ChangeListener;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * A PostgreSQL database with our schema, which other processes may use, too.
 *
 * <p>There is no pool: each thread of the store has its connection for itself, and opens another
 * when that is lost.
 */
public final class PostgresDatabase implements Database {

  private static final String CONNECT_SECONDS = "3";

  /** How long nothing may be heard from the server: more than a statement may take. */
  private static final String SOCKET_SECONDS = "30";

  private static final String FEED_SOCKET_SECONDS = "5";

  private static final String CLASS_OF_CONNECTIONS = "08";
  private static final String CLASS_OF_RESOURCES = "53";
  private static final String CLASS_OF_OPERATORS = "57";
  private static final String CLASS_OF_ROLLBACKS = "40";
  private static final String UNIQUE_VIOLATION = "23505"; // somebody was faster with an id
  private static final String LOCK_TIMEOUT = "55P03";
  private static final String READ_ONLY = "25006"; // it is no primary, or no longer

  private final DatabaseAddress address;
  private final Properties properties = new Properties();

  private final String node;
  private final NotificationCounters notifications = new NotificationCounters();
  private final LocalChangeBuffer localChanges = new LocalChangeBuffer();

  private PostgresDatabase(DatabaseAddress address, String node) {
    this.node = node;
    this.address = address;
    if (address.username() != null) {
      properties.setProperty("user", address.username());
    }
    if (address.password() != null) {
      properties.setProperty("password", address.password());
    }
    // What the URL says has precedence.
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", SOCKET_SECONDS);
    properties.setProperty("ApplicationName", "chime " + node);
  }

  /**
   * Connects, and brings the schema up to date.
   *
   * @param node what to tell this process from others by
   * @throws StoreUnusableException if it cannot be used
   */
  public static PostgresDatabase open(DatabaseAddress address, String node) {
    try {
      Flyway.configure()
          .dataSource(address.url(), address.username(), address.password())
          .locations("classpath:db/postgresql")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreUnusableException(
          "The database " + address + " cannot be used: " + e.getMessage(),
          "See that it can be reached, and that its user may make tables in it"
              + " (spring.datasource.url, spring.datasource.username, spring.datasource.password).",
          e);
    }
    return new PostgresDatabase(address, node);
  }

  /** What this process is told from others by. */
  String node() {
    return node;
  }

  NotificationCounters notifications() {
    return notifications;
  }

  LocalChangeBuffer localChanges() {
    return localChanges;
  }

  @Override
  public WriteSession openWrites(NamespaceCounts counts) throws SQLException {
    return new PostgresWrites(this, open(), counts);
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
      // Tables may be small when a statement is planned, and large while the plan is used.
      statement.execute("SET enable_seqscan = off; SET enable_hashjoin = off");
      statement.execute("SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan");
      // Before 18, what is off costs so much in a plan that it would be compiled at each execution.
      statement.execute("SET jit = off");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Follows what all processes commit.
   *
   * @param changes is told of all changes, by whatever process; those of this one soon after they
   *     have been answered
   * @param commits is told when this fails
   * @param kept how many of the latest changes a process that comes or comes back can hear of
   * @throws StoreUnusableException if that cannot be done
   */
  public ClusterFeed follow(ChangeListener changes, CommitListener commits, int kept) {
    try {
      return new PostgresFeed(this, changes, commits, kept);
    } catch (SQLException e) {
      throw unusable(e);
    }
  }

  /** A connection that may take its time. */
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

  /** A connection that hears of changes. What is silent for seconds is lost. */
  Connection openFeed() throws SQLException {
    Properties impatient = new Properties();
    impatient.putAll(properties);
    impatient.setProperty("socketTimeout", FEED_SOCKET_SECONDS);
    return open(impatient);
  }

  @Override
  public boolean hasRoom(Connection connection) {
    return true; // it says so itself when it has none
  }

  /** While one waits for the disk, the other's rows go into the indices. */
  @Override
  public int writers() {
    return 2;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public Failure failure(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.equals(LOCK_TIMEOUT)) {
      return Failure.LOCKED;
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
        "See that it can be reached and takes connections.",
        e);
  }

  /** Does nothing: all connections belong to those who have opened them. */
  @Override
  public void close() {}
}
