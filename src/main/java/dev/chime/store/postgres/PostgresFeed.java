package dev.chime.store.postgres;

import dev.chime.store.commit.ClusterFeed;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.Threads;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerChange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
 * The thread that hears of the changes that any process makes in a PostgreSQL database, in the
 * order of their commits. Each transaction adds its changes to a log and sends one notification,
 * which says no more than that there is something to read. So nothing is missed when notifications
 * are, or when the connection is lost: the log is read on from where it was read to.
 */
final class PostgresFeed implements ClusterFeed {

  private static final Logger LOG = System.getLogger(PostgresFeed.class.getName());

  private static final String POSITION =
      "SELECT run, p.last, (SELECT min(c.last - c.count) FROM changes c) FROM changes_position p";
  private static final String READ =
      "SELECT last, count, CASE WHEN node = ? THEN NULL ELSE changes END"
          + " FROM changes WHERE last > ? ORDER BY last LIMIT 64";
  private static final String READ_OWN = "SELECT changes FROM changes WHERE last = ?";
  private static final String TRIM = "DELETE FROM changes WHERE last <= ?";

  /** How long nothing may be heard before the log is looked at, to see that it can be. */
  private static final int CHECK_MILLIS = 500;

  private static final int FIRST_BEATS = 4;
  private static final long BEAT_NANOS = 500_000_000;

  private static final Duration MIN_PAUSE = Duration.ofMillis(50);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

  private final PostgresDatabase database;
  private final ChangeListener changes;
  private final CommitListener commits;
  private final int kept;
  private final Thread thread;
  private volatile Connection connection;
  private volatile boolean closing;
  private final Membership membership;
  private final NotificationCounters notifications;
  private final DatabaseClock clock = new DatabaseClock();
  private volatile Consumer<Instant> clockListener = time -> {};
  private volatile @Nullable String problem;
  private long beaten;
  private long position = -1;
  private long trimmed;

  /**
   * Begins to listen.
   *
   * @param kept how many of the latest changes stay in the log
   */
  PostgresFeed(PostgresDatabase database, ChangeListener changes, CommitListener commits, int kept)
      throws SQLException {
    this.database = database;
    this.changes = changes;
    this.commits = commits;
    this.kept = kept;
    this.membership = new Membership(database.node());
    this.notifications = database.notifications();
    this.connection = listen();
    begin();
    this.thread = Thread.ofPlatform().name("chime-feed").start(this::run);
  }

  private Connection listen() throws SQLException {
    Connection opened = database.openFeed();
    try (Statement statement = opened.createStatement()) {
      statement.execute("LISTEN chime");
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public void onClock(Consumer<Instant> listener) {
    clockListener = listener;
  }

  /** Begins, or goes on over a new connection: after a failover perhaps to another machine. */
  private void begin() throws SQLException {
    resume();
    clock.forget();
    for (int i = 0; i < FIRST_BEATS; i++) {
      membership.beat(connection, clock);
    }
    problem = null;
    publishMembers();
  }

  private void beatIfDue() throws SQLException {
    long nanos = System.nanoTime();
    if (nanos - beaten >= BEAT_NANOS) {
      beaten = nanos;
      membership.beat(connection, clock);
      publishMembers();
    }
  }

  private void publishMembers() {
    clockListener.accept(clock.now());
    changes.membership(membership.self(), membership.others());
  }

  @Override
  public long notificationsSent() {
    return notifications.sent();
  }

  @Override
  public long notificationsReceived() {
    return notifications.received();
  }

  @Override
  public @Nullable String problem() {
    return problem;
  }

  private void run() {
    Duration pause = MIN_PAUSE;
    while (!closing) {
      try {
        if (connection.isClosed()) {
          connection = listen();
          begin();
          LOG.log(Level.INFO, "changes are heard of again");
        }
        follow();
        pause = MIN_PAUSE;
      } catch (SQLException | RuntimeException e) {
        if (!closing) {
          commits.failed();
          problem = "changes cannot be heard of: " + e.getMessage();
          LOG.log(Level.WARNING, "changes cannot be heard of: " + e.getMessage());
          disconnect();
          pause(pause);
          pause =
              pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
        }
      }
    }
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
      LOG.log(Level.DEBUG, "the feed ends");
    }
  }

  private void follow() throws SQLException {
    PGConnection notified = connection.unwrap(PGConnection.class);
    while (!closing) {
      readLog();
      trim();
      beatIfDue();
      receive(notified.getNotifications(CHECK_MILLIS));
    }
  }

  private void receive(PGNotification @Nullable [] heard) {
    if (heard != null) {
      notifications.recordReceived(heard.length);
      if (Stream.of(heard).anyMatch(each -> each.getParameter().isEmpty())) {
        changes.externalInserts();
      }
    }
  }

  /**
   * Begins with what is kept of the past. After a crash of the database the log may be empty, and
   * its numbers gone on.
   */
  private void resume() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(POSITION)) {
      row.next();
      long last = row.getLong(2);
      long oldest = row.getLong(3);
      long readable = row.wasNull() ? last : oldest;
      if (readable > position || last < position) {
        position = readable;
        changes.changesMissed(row.getLong(1), position);
      }
    }
  }

  private void readLog() throws SQLException {
    boolean more = true;
    while (more) {
      more = false;
      beatIfDue();
      try (PreparedStatement read = connection.prepareStatement(READ)) {
        read.setString(1, database.node());
        read.setLong(2, position);
        try (ResultSet rows = read.executeQuery()) {
          while (rows.next()) {
            more = true;
            long last = rows.getLong(1);
            if (last - rows.getInt(2) != position) {
              resume();
              break;
            }
            String text = rows.getString(3);
            changes.committed(text == null ? ownChanges(last) : ChangesText.parse(text));
            position = last;
          }
        }
      }
    }
  }

  /** What this process has written itself. Read, if its writer has not come to remember it yet. */
  private List<TimerChange> ownChanges(long last) throws SQLException {
    List<TimerChange> own = database.localChanges().take(last);
    if (own != null) {
      return own;
    }
    try (PreparedStatement read = connection.prepareStatement(READ_OWN)) {
      read.setLong(1, last);
      try (ResultSet row = read.executeQuery()) {
        if (row.next()) {
          return ChangesText.parse(row.getString(1));
        }
        throw new SQLException("the log has been cut short meanwhile");
      }
    }
  }

  private void trim() throws SQLException {
    if (position - trimmed > kept / 8) {
      trimmed = position;
      try (PreparedStatement trim = connection.prepareStatement(TRIM)) {
        trim.setLong(1, position - kept);
        trim.executeUpdate();
      }
    }
  }

  /** Ends the thread. Idempotent. */
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
    } catch (SQLException e) { // they will miss it soon
      LOG.log(Level.DEBUG, "leaving the others: " + e.getMessage());
    }
  }
}
