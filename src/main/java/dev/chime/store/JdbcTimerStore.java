package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.async.Unit;
import dev.chime.store.commit.ClusterFeed;
import dev.chime.store.commit.Command;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.CreateCommand;
import dev.chime.store.commit.Database;
import dev.chime.store.commit.NoClusterFeed;
import dev.chime.store.commit.PendingLimit;
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
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps timers in a database: SQLite in a folder of this process, or PostgreSQL, which
 * several processes may share. A few threads write ({@link Writers}), many commands in one
 * transaction, and a few other threads read. When a future is completed with a change, the change
 * is on disk. The exceptions are some elapses: see {@link UnpersistedOutcomes}. Thread-safe.
 */
public final class JdbcTimerStore implements TimerStore, AutoCloseable {

  /**
   * The limits of a store.
   *
   * @param queue how many commands may wait to be written; creates may use three quarters of it
   * @param maxPending how many timers may be pending, approximately
   * @param maxPendingOf how many timers of a namespace may be pending
   * @param maxBytes the largest size of SQLite's file, in bytes; 0 for no limit
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
  private final Elapses elapses;

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
    ChangeListener published = cache.writeThrough(changes);
    this.writers = new Writers(database, listener, published, unpersisted, limits.queue());
    this.readers = new Readers(database, listener, READERS, QUEUED_READS);
    this.elapses = new Elapses(unpersisted, cache, readers, published, writers::flushSoon);
  }

  /**
   * Opens a SQLite database in a folder. No other process can use the folder until the store is
   * closed.
   *
   * @param listener is called after transactions and failures
   * @param changes receives the changes, before their futures are completed
   * @throws StoreUnusableException if the database cannot be used
   */
  public static JdbcTimerStore open(
      Path folder, Limits limits, CommitListener listener, ChangeListener changes) {
    return on(SqliteDatabase.open(folder, limits.maxBytes()), limits, listener, changes);
  }

  /**
   * Connects to a PostgreSQL database, which other processes may use at the same time.
   *
   * @param node the name of this process among them
   * @param listener is called after transactions and failures
   * @param changes receives the changes of all processes; those of this process come soon after
   *     their futures are completed
   * @param retainedChanges how many of the latest changes stay in the database, for processes that
   *     start or reconnect
   * @throws StoreUnusableException if the database cannot be used
   */
  public static JdbcTimerStore connect(
      DatabaseAddress address,
      String node,
      Limits limits,
      CommitListener listener,
      ChangeListener changes,
      int retainedChanges) {
    PostgresDatabase database = PostgresDatabase.open(address, node);
    ClusterFeed feed = database.follow(changes, listener, retainedChanges);
    ChangeListener none = committed -> {}; // the feed brings this process's own changes, too
    return start(database, feed, new NoCache(), limits, listener, none);
  }

  /** A store over a database that no other process writes to. It closes the database. */
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
      closeOnFailure(e, feed, database);
      throw database.unusable(e);
    } catch (RuntimeException e) {
      closeOnFailure(e, feed, database);
      throw e;
    }
  }

  /** Ends the threads of a store that cannot be opened: they would keep the process alive. */
  private static void closeOnFailure(Exception e, ClusterFeed feed, Database database) {
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
        () -> {
          PendingLimit limit = limit(timer);
          if (key == null && limit.isReached()) { // with a key it may be a repetition
            throw new TooManyTimersException(limit.namespace(), limit.max());
          }
          return submit(new CreateCommand.WithServerId(timer, key, limit));
        });
  }

  @Override
  public Future<Creation> put(Timer timer, String fingerprint) {
    return Future.lazy(
        () -> submit(new CreateCommand.WithClientId(timer, fingerprint, limit(timer))));
  }

  /**
   * The limit that applies to a new timer: the limit of the whole store if it is reached, otherwise
   * that of the timer's namespace. The former is checked here, against the committed timers and the
   * queued commands.
   */
  private PendingLimit limit(Timer timer) {
    Namespace namespace = timer.id().namespace();
    return storedTimers().pending() + writers.queued() >= limits.maxPending()
        ? new PendingLimit(null, limits.maxPending(), true)
        : new PendingLimit(namespace, limits.maxPendingOf().applyAsLong(namespace), false);
  }

  @Override
  public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
    return elapse(id, now, () -> update(new UpdateCommand.Elapse(id, now)));
  }

  @Override
  public Future<Optional<Decision>> elapse(Timer known, Instant now) {
    return elapse(known.id(), now, () -> update(new UpdateCommand.Elapse(known, now)));
  }

  private Future<Optional<Decision>> elapse(
      TimerId id, Instant now, Supplier<Oneshot<Optional<Decision>>> command) {
    return Future.lazy(
        () -> database.isShared() ? command.get() : elapses.elapse(id, now, command));
  }

  @Override
  public Future<List<Timer>> sweep(Instant due, Instant now, int limit) {
    return Future.lazy(() -> submit(new Command.Sweep(due, now, limit)));
  }

  @Override
  public Future<Optional<Decision>> cancel(TimerId id, Precondition precondition, Instant now) {
    return Future.lazy(() -> update(new UpdateCommand.Cancel(id, precondition, now)));
  }

  @Override
  public Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now) {
    return Future.lazy(
        () -> {
          if (amendment.due() != null) {
            amendment.due().deadline(now); // throws here, not in the transaction
          }
          return update(new UpdateCommand.Amend(id, amendment, precondition, now));
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

  private Oneshot<Optional<Decision>> update(UpdateCommand command) {
    TimerId id = command.id();
    unpersisted.beginCommand(id);
    command.atEnd(() -> unpersisted.endCommand(id));
    try {
      return submit(command);
    } catch (RuntimeException e) {
      unpersisted.endCommand(id);
      throw e;
    }
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
    Timer decided = unpersisted.get(id);
    return decided == null ? cache.get(id) : decided;
  }

  /** Reads again if an outcome was written meanwhile: it may be neither in the read nor here. */
  private Optional<Timer> read(TimerReads reads, TimerId id) throws SQLException {
    while (true) {
      long changes = unpersisted.changes();
      long commits = cache.commits();
      Optional<Timer> read = unpersisted.applyTo(reads.find(id));
      if (changes == unpersisted.changes()) {
        return read.map(timer -> cache.merge(timer, commits));
      }
    }
  }

  @Override
  public Future<TimerQuery.Page> list(TimerQuery query) {
    return readIndex(reads -> reads.page(query, unpersisted::latest));
  }

  @Override
  public Future<List<Timer>> pending(
      Instant from, @Nullable TimerId after, Instant until, int limit) {
    return readIndex(reads -> reads.pending(from, after, until, limit));
  }

  /**
   * Runs a query when the indices have all outcomes that were decided in memory before. If these
   * cannot be written, it does without them.
   */
  private <R> Future<R> readIndex(Readers.Query<R> query) {
    return Future.lazy(
        () -> {
          long target = unpersisted.decided();
          return unpersisted.written() >= target
              ? readers.read(query)
              : flush(target).recover(failure -> Unit.UNIT).then(_ -> readers.read(query));
        });
  }

  /** Ready when as many outcomes as {@code target} have been written, all told. */
  private Future<Unit> flush(long target) {
    return Future.lazy(
        () ->
            unpersisted.written() >= target
                ? Future.ready(Unit.UNIT)
                : writers.flush().then(_ -> flush(target)));
  }

  /**
   * The current time of the clock that all processes of the store use.
   *
   * @return the time of a shared database, or the system's time if the database is not shared
   */
  public Instant now() {
    return feed.now();
  }

  /**
   * Sets a listener that regularly receives the time of that clock, if the database is shared. A
   * thread of the store calls it.
   */
  public void onClock(Consumer<Instant> listener) {
    feed.onClock(listener);
  }

  /** The latest time at which any process has changed a timer in this store. */
  public Instant latestTime() {
    return Instant.ofEpochMilli(writers.counts().total().clock());
  }

  /** How many timers of each state there are. */
  public StoredTimers storedTimers() {
    TimerCounts total = writers.counts().total();
    long unwritten = unpersisted.size(); // some of which may have been counted just now
    return new StoredTimers(
        Math.max(0, total.pending() - unwritten),
        total.elapsed() + unwritten,
        total.cancelled(),
        total.skipped());
  }

  /** How many commands wait to be written. */
  public int queued() {
    return writers.queued();
  }

  /** How many notifications of changes this process has sent to all processes. */
  public long notificationsSent() {
    return feed.notificationsSent();
  }

  /** How many notifications of changes this process has received, its own included. */
  public long notificationsReceived() {
    return feed.notificationsReceived();
  }

  /**
   * The reason why nothing can be written, or why no changes of other processes arrive.
   *
   * @return null if there is no problem
   */
  public @Nullable String problem() {
    String problem = writers.problem();
    return problem == null ? feed.problem() : problem;
  }

  /** Executes the queued commands, and closes the database. Idempotent. */
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
