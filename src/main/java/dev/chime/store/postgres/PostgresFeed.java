package dev.chime.store.postgres;

import dev.chime.store.commit.ClusterFeed;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.Threads;
import dev.chime.timer.ChangeListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A thread that follows what all processes commit in a PostgreSQL database. Each transaction adds
 * its changes to a {@linkplain ChangeLog log} and sends one notification, which only says that
 * there is something to read. So nothing is missed if a notification or the connection is lost: the
 * thread reads the log on from where it stopped. The same thread sends this process's heartbeat.
 */
final class PostgresFeed implements ClusterFeed {

  private static final Logger LOG = System.getLogger(PostgresFeed.class.getName());

  /** The longest time between two looks at the log; it also shows failures. */
  private static final int MAX_WAIT_MILLIS = 500;

  private static final int FIRST_BEATS = 4;
  private static final long BEAT_NANOS = 500_000_000;

  private static final Duration MIN_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  private final PostgresDatabase database;
  private final ChangeListener changes;
  private final CommitListener listener;
  private final ChangeLog log;
  private final Membership membership;
  private final NotificationCounters notifications;
  private final DatabaseClock clock;
  private final Thread thread;
  private volatile Consumer<Instant> clockListener = time -> {};
  private volatile @Nullable String problem;
  private volatile Connection connection;
  private volatile boolean closing;
  private long beaten;

  /**
   * Connects and starts the thread.
   *
   * @param listener is told of failures
   * @param kept how many of the latest changes stay in the log
   */
  PostgresFeed(PostgresDatabase database, ChangeListener changes, CommitListener listener, int kept)
      throws SQLException {
    this.database = database;
    this.changes = changes;
    this.listener = listener;
    this.log = new ChangeLog(database.node(), database.localChanges(), changes, kept);
    this.membership = new Membership(database.node());
    this.notifications = database.notifications();
    this.clock = database.clock();
    this.connection = connect();
    begin();
    this.thread = Thread.ofPlatform().name("chime-feed").start(this::run);
  }

  private Connection connect() throws SQLException {
    Connection opened = database.openFeed();
    try (Statement statement = opened.createStatement()) {
      statement.execute("LISTEN chime");
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  /** Begins over a new connection, after a failover perhaps to another machine. */
  private void begin() throws SQLException {
    log.resume(connection);
    clock.reset();
    for (int i = 0; i < FIRST_BEATS; i++) {
      membership.beat(connection, clock);
    }
    problem = null;
    publish();
  }

  private void beatIfDue() throws SQLException {
    long nanos = System.nanoTime();
    if (nanos - beaten >= BEAT_NANOS) {
      beaten = nanos;
      membership.beat(connection, clock);
      publish();
    }
  }

  private void publish() {
    clockListener.accept(clock.now());
    changes.membership(membership.self(), membership.others());
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public void onClock(Consumer<Instant> clockListener) {
    this.clockListener = clockListener;
  }

  @Override
  public @Nullable String problem() {
    return problem;
  }

  @Override
  public long notificationsSent() {
    return notifications.sent();
  }

  @Override
  public long notificationsReceived() {
    return notifications.received();
  }

  private void run() {
    Duration pause = MIN_PAUSE;
    while (!closing) {
      try {
        if (connection.isClosed()) {
          connection = connect();
          begin();
          LOG.log(Level.INFO, "receiving changes again");
        }
        follow();
        pause = MIN_PAUSE;
      } catch (SQLException | RuntimeException e) {
        if (!closing) {
          fail(e);
          pause(pause);
          pause = shorter(pause.multipliedBy(2), MAX_PAUSE);
        }
      }
    }
    disconnect();
  }

  private void fail(Exception e) {
    listener.failed();
    problem = "cannot receive changes: " + e.getMessage();
    LOG.log(Level.WARNING, "cannot receive changes: " + e.getMessage());
    disconnect();
  }

  private void disconnect() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "closing the feed: " + e.getMessage());
    }
  }

  private void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the feed is closing");
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void follow() throws SQLException {
    PGConnection notified = connection.unwrap(PGConnection.class);
    while (!closing) {
      do {
        beatIfDue();
      } while (log.read(connection));
      log.trim(connection);
      beatIfDue();
      receive(notified.getNotifications(MAX_WAIT_MILLIS));
    }
  }

  /** An empty notification comes from the SQL function {@code chime_create}. */
  private void receive(PGNotification @Nullable [] received) {
    if (received != null) {
      notifications.recordReceived(received.length);
      if (Stream.of(received).anyMatch(each -> each.getParameter().isEmpty())) {
        changes.externalInserts();
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      connection.abort(Runnable::run); // it may be waiting for a notification
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "closing the feed: " + e.getMessage());
    }
    Threads.join(List.of(thread));
    leave();
  }

  private void leave() {
    try (Connection last = database.openFeed()) {
      membership.leave(last);
    } catch (SQLException e) { // the others will notice soon
      LOG.log(Level.DEBUG, "leaving the cluster: " + e.getMessage());
    }
  }
}
