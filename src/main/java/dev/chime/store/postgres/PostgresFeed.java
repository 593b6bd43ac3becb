package dev.chime.store.postgres;

import dev.chime.store.commit.ClusterFeed;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.CommitNews;
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
 * A thread that receives the changes of all processes of a PostgreSQL database. Each transaction
 * adds its changes to a {@linkplain ChangeLog log} and sends one notification, which only says that
 * there is something to read. If a notification or the connection is lost, nothing is missed: the
 * thread continues to read the log where it stopped. It also sends the heartbeat of this process.
 */
final class PostgresFeed implements ClusterFeed {

  private static final Logger LOG = System.getLogger(PostgresFeed.class.getName());

  /** The longest time between two reads of the log. The reads also reveal failures. */
  private static final int MAX_WAIT_MILLIS = 500;

  private static final int INITIAL_HEARTBEATS = 4;
  private static final long HEARTBEAT_NANOS = 500_000_000;

  private static final Duration MIN_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  private final PostgresDatabase database;
  private final ChangeListener changes;
  private final CommitNews news;
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
  private long lastHeartbeat;

  /**
   * Connects and starts the thread.
   *
   * @param news is told of deliveries that become available by what other processes do
   * @param listener is called after failures
   * @param retainedChanges how many of the latest changes stay in the log
   */
  PostgresFeed(
      PostgresDatabase database,
      ChangeListener changes,
      CommitNews news,
      CommitListener listener,
      int retainedChanges)
      throws SQLException {
    this.database = database;
    this.changes = changes;
    this.news = news;
    this.listener = listener;
    this.log =
        new ChangeLog(database.node(), database.localChanges(), changes, news, retainedChanges);
    this.membership = new Membership(database.node());
    this.notifications = database.notifications();
    this.clock = database.clock();
    this.connection = connect();
    resume();
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

  /** Starts over on a new connection. After a failover it may lead to another machine. */
  private void resume() throws SQLException {
    log.resume(connection);
    clock.reset();
    for (int i = 0; i < INITIAL_HEARTBEATS; i++) {
      membership.sendHeartbeat(connection, clock);
    }
    problem = null;
    publish();
  }

  private void sendHeartbeatIfDue() throws SQLException {
    long nanos = System.nanoTime();
    if (nanos - lastHeartbeat >= HEARTBEAT_NANOS) {
      lastHeartbeat = nanos;
      membership.sendHeartbeat(connection, clock);
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
          resume();
          LOG.log(Level.INFO, "receiving changes again");
        }
        follow();
        pause = MIN_PAUSE;
      } catch (SQLException | RuntimeException e) {
        if (!closing) {
          handleFailure(e);
          sleep(pause);
          pause = shorter(pause.multipliedBy(2), MAX_PAUSE);
        }
      }
    }
    disconnect();
  }

  private void handleFailure(Exception e) {
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

  private void sleep(Duration pause) {
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
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (!closing) {
      do {
        sendHeartbeatIfDue();
      } while (log.read(connection));
      log.trim(connection);
      sendHeartbeatIfDue();
      receive(postgres.getNotifications(MAX_WAIT_MILLIS));
    }
  }

  /**
   * Handles notifications. An empty one comes from the SQL function {@code chime_create}. Of a
   * process's own deliveries it has heard when it made them.
   */
  private void receive(PGNotification @Nullable [] received) {
    if (received != null) {
      notifications.recordReceived(received.length);
      if (Stream.of(received).anyMatch(each -> each.getParameter().isEmpty())) {
        changes.externalInserts();
      }
      for (PGNotification each : received) {
        LaneNotification lane = LaneNotification.parse(each.getParameter());
        if (lane != null && !lane.node().equals(database.node())) {
          news.available(lane.available().lane(), lane.available().at());
        }
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
    } catch (SQLException e) { // the others will soon notice that the heartbeats have stopped
      LOG.log(Level.DEBUG, "leaving the cluster: " + e.getMessage());
    }
  }
}
