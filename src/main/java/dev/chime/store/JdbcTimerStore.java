package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.store.commit.ClusterFeed;
import dev.chime.store.commit.Command;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.CreateCommand;
import dev.chime.store.commit.Database;
import dev.chime.store.commit.NoClusterFeed;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.commit.TimerCounts;
import dev.chime.store.commit.UnpersistedOutcomes;
import dev.chime.store.commit.UpdateCommand;
import dev.chime.store.commit.Writers;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.store.postgres.PostgresDatabase;
import dev.chime.store.row.TimerReads;
import dev.chime.store.sqlite.SqliteDatabase;
import dev.chime.timer.Amendment;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Precondition;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerStore;
import dev.chime.timer.TooManyTimersException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Timers kept in a database: written many at a time ({@link Writers}), and read by a few. What is
 * answered is on disk. Thread-safe.
 */
public final class JdbcTimerStore implements TimerStore, AutoCloseable {

  /**
   * How much is taken in.
   *
   * @param queue the most requests that may wait to be written; creates may take three quarters
   * @param maxPending the most timers that may be pending
   * @param maxPendingOf the most of each namespace that may be pending
   * @param maxBytes the most that the file may grow to; 0 for no limit
   */
  public record Limits(
      int queue, long maxPending, ToLongFunction<Namespace> maxPendingOf, long maxBytes) {}

  private static final int READERS = 2;
  private static final int QUEUED_READS = 16_384;

  private final Database database;
  private final ClusterFeed feed;
  private final TimerCache cache;
  private final Limits limits;
  private final UnpersistedOutcomes unpersisted = new UnpersistedOutcomes();
  private final Writers writers;
  private final Readers readers;

  private JdbcTimerStore(
      Database database,
      ClusterFeed feed,
      TimerCache cache,
      Limits limits,
      CommitListener listener,
      ChangeListener changes)
      throws SQLException {
    this.database = database;
    this.feed = feed;
    this.cache = cache;
    this.limits = limits;
    this.writers =
        new Writers(database, listener, cache.writeThrough(changes), unpersisted, limits.queue());
    this.readers = new Readers(database, listener, READERS, QUEUED_READS);
  }

  /**
   * Opens the store in a folder, which it has for itself until it is closed.
   *
   * @throws StoreUnusableException if that cannot be done
   */
  public static JdbcTimerStore open(
      Path folder, Limits limits, CommitListener listener, ChangeListener changes) {
    return on(SqliteDatabase.open(folder, limits.maxBytes()), limits, listener, changes);
  }

  /**
   * Connects to a store that several processes may share.
   *
   * @param node what to tell this process from others by
   * @param changes is told of all changes, by whatever process; those of this one soon after they
   *     have been answered
   * @param kept how many of the latest changes a process that comes or comes back can hear of
   * @throws StoreUnusableException if that cannot be done
   */
  public static JdbcTimerStore connect(
      DatabaseAddress address,
      String node,
      Limits limits,
      CommitListener listener,
      ChangeListener changes,
      int kept) {
    PostgresDatabase database = PostgresDatabase.open(address, node);
    ClusterFeed feed = database.follow(changes, listener, kept);
    return start(database, feed, new NoCache(), limits, listener, told -> {});
  }

  /** A store on top of a database that nobody else writes to, and that it closes. */
  static JdbcTimerStore on(
      Database database, Limits limits, CommitListener listener, ChangeListener changes) {
    return start(database, new NoClusterFeed(), new WriteThroughCache(), limits, listener, changes);
  }

  private static JdbcTimerStore start(
      Database database,
      ClusterFeed feed,
      TimerCache cache,
      Limits limits,
      CommitListener listener,
      ChangeListener changes) {
    try {
      return new JdbcTimerStore(database, feed, cache, limits, listener, changes);
    } catch (SQLException e) {
      closeAfter(e, feed, database);
      throw database.unusable(e);
    } catch (RuntimeException e) {
      closeAfter(e, feed, database);
      throw e;
    }
  }

  /** Ends the threads beneath a store that cannot be opened: they would keep the process. */
  private static void closeAfter(Exception e, ClusterFeed feed, Database database) {
    feed.close();
    try {
      database.close();
    } catch (SQLException alsoFailed) {
      e.addSuppressed(alsoFailed);
    }
  }

  @Override
  public Future<Creation> create(Timer timer, @Nullable IdempotencyKey key) {
    return Future.lazy(
        () -> submit(new CreateCommand.WithServerId(timer, key, mostPending(timer))));
  }

  @Override
  public Future<Creation> put(Timer timer, String fingerprint) {
    return Future.lazy(
        () -> submit(new CreateCommand.WithClientId(timer, fingerprint, mostPending(timer))));
  }

  /** The most that may be pending in its namespace. That of the whole store is about kept. */
  private long mostPending(Timer timer) {
    if (writers.counts().total().pending() + writers.queued() >= limits.maxPending()) {
      throw new TooManyTimersException(null, limits.maxPending());
    }
    return limits.maxPendingOf().applyAsLong(timer.id().namespace());
  }

  @Override
  public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
    return Future.lazy(() -> submit(new UpdateCommand.Elapse(id, now)));
  }

  @Override
  public Future<Optional<Decision>> elapse(Timer known, Instant now) {
    return Future.lazy(() -> submit(new UpdateCommand.Elapse(known, now)));
  }

  @Override
  public Future<List<Timer>> sweep(Instant due, Instant now, int limit) {
    return Future.lazy(() -> submit(new Command.Sweep(due, now, limit)));
  }

  @Override
  public Future<Optional<Decision>> cancel(TimerId id, Precondition precondition, Instant now) {
    return Future.lazy(() -> submit(new UpdateCommand.Cancel(id, precondition, now)));
  }

  @Override
  public Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now) {
    return Future.lazy(
        () -> {
          if (amendment.due() != null) {
            amendment.due().deadline(now); // throws here, rather than in a transaction with others
          }
          return submit(new UpdateCommand.Amend(id, amendment, precondition, now));
        });
  }

  @Override
  public Future<Integer> purge(Instant outcomesBefore, Instant keysBefore, int limit) {
    return Future.lazy(() -> submit(new Command.Purge(outcomesBefore, keysBefore, limit)))
        .map(
            count -> {
              if (count > 0) {
                cache.purge(outcomesBefore);
              }
              return count;
            });
  }

  private <R> Oneshot<R> submit(Command<R> command) {
    writers.submit(command);
    return command.done();
  }

  @Override
  public Future<Optional<Timer>> find(TimerId id) {
    return Future.lazy(
        () -> {
          Timer known = inMemory(id);
          return known != null
              ? Future.ready(Optional.of(known))
              : readers.read(reads -> read(reads, id));
        });
  }

  private @Nullable Timer inMemory(TimerId id) {
    Timer late = unpersisted.get(id);
    return late == null ? cache.get(id) : late;
  }

  private Optional<Timer> read(TimerReads reads, TimerId id) throws SQLException {
    long commits = cache.commits();
    boolean isWritten = unpersisted.isEmpty(); // else it may be written at any time
    Optional<Timer> read = unpersisted.applyTo(reads.find(id));
    return isWritten ? read.map(timer -> cache.merge(timer, commits)) : read;
  }

  @Override
  public Future<TimerQuery.Page> list(TimerQuery query) {
    return Future.lazy(() -> readers.read(reads -> reads.page(query, unpersisted::latest)));
  }

  @Override
  public Future<List<Timer>> pending(
      Instant from, @Nullable TimerId after, Instant until, int limit) {
    return Future.lazy(() -> readers.read(reads -> reads.pending(from, after, until, limit)));
  }

  /** What the clock reads that all who share the store go by: the database's, else the system's. */
  public Instant now() {
    return feed.now();
  }

  /** Tells this one now and then what that clock reads, where others go by it, too. */
  public void onClock(Consumer<Instant> listener) {
    feed.onClock(listener);
  }

  /** The latest time that anything was done in this store, by whatever process. */
  public Instant latestTime() {
    return Instant.ofEpochMilli(writers.counts().total().clock());
  }

  /** How many timers there are of each state. */
  public StoredTimers storedTimers() {
    TimerCounts total = writers.counts().total();
    return new StoredTimers(total.pending(), total.elapsed(), total.cancelled(), total.skipped());
  }

  /** How many requests wait to be written. */
  public int queued() {
    return writers.queued();
  }

  /** How many notifications were sent to all processes that share the store. */
  public long notificationsSent() {
    return feed.notificationsSent();
  }

  /** How many were received from them, this one included. */
  public long notificationsReceived() {
    return feed.notificationsReceived();
  }

  /** Why nothing can be written or heard of at present; null if all is well. */
  public @Nullable String problem() {
    String trouble = writers.problem();
    return trouble == null ? feed.problem() : trouble;
  }

  /** Writes what has been accepted, and lets go of the database. Idempotent. */
  @Override
  public void close() {
    writers.close();
    readers.close();
    feed.close();
    try {
      database.close();
    } catch (SQLException e) {
      throw new StoreException("the store cannot be closed", e);
    }
  }
}
