package dev.chime.store;

import dev.chime.async.Future;
import dev.chime.async.Oneshot;
import dev.chime.delivery.DeliveryListener;
import dev.chime.delivery.DeliveryStore;
import dev.chime.delivery.EndpointStore;
import dev.chime.delivery.SecretCipher;
import dev.chime.schedule.ScheduleListener;
import dev.chime.schedule.ScheduleStore;
import dev.chime.store.commit.ClusterFeed;
import dev.chime.store.commit.Command;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.CommitNews;
import dev.chime.store.commit.CreateCommand;
import dev.chime.store.commit.Database;
import dev.chime.store.commit.DatabaseCopy;
import dev.chime.store.commit.NoClusterFeed;
import dev.chime.store.commit.PendingLimit;
import dev.chime.store.commit.StoreUnusableException;
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
import dev.chime.timer.NodeStore;
import dev.chime.timer.Precondition;
import dev.chime.timer.StoreException;
import dev.chime.timer.TestClockStore;
import dev.chime.timer.TestClocks;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerQuery;
import dev.chime.timer.TimerState;
import dev.chime.timer.TimerStore;
import dev.chime.timer.TooManyTimersException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps timers in a database: SQLite in a folder of this process, or PostgreSQL, which
 * several processes may share. A few threads write ({@link Writers}), many commands in one
 * transaction, and a few other threads read. When a future is completed with a change, the change
 * is on disk. The exceptions are some elapses: see {@link UnpersistedOutcomes}. Thread-safe.
 */
public final class JdbcTimerStore implements TimerStore, AutoCloseable {

  private static final int READERS = 2;
  private static final int QUEUED_READS = 16_384;

  private final Database database;
  private final ClusterFeed feed;
  private final TimerCache cache;
  private final PendingLimits limits;
  private final TestClocks clocks;
  private final UnpersistedOutcomes unpersisted;
  private final Writers writers;
  private final Readers readers;
  private final Elapses elapses;
  private final LatestTimers latest;
  private final CommitNews news;
  private final StoreFigures figures;
  private final DeliveryStore deliveries;
  private final ScheduleStore schedules;
  private final TestClockStore testClocks;

  private JdbcTimerStore(
      Database database,
      ClusterFeed feed,
      TimerCache cache,
      StoreLimits limits,
      CommitListener listener,
      ChangeListener changes,
      TestClocks clocks,
      CommitNews news)
      throws SQLException {
    this.database = database;
    this.clocks = clocks;
    this.unpersisted = new UnpersistedOutcomes(clocks);
    JdbcTestClockStore.load(database, clocks);
    this.feed = feed;
    this.cache = cache;
    ChangeListener published = cache.writeThrough(changes);
    this.news = news;
    this.writers =
        new Writers(database, clocks, listener, published, news, unpersisted, limits.queue());
    this.readers = new Readers(database, listener, READERS, QUEUED_READS);
    this.elapses = new Elapses(unpersisted, cache, readers, published, writers::flushAfter);
    this.latest = new LatestTimers(unpersisted, cache, readers, writers);
    this.figures = new StoreFigures(database, feed, writers, unpersisted);
    this.limits =
        new PendingLimits(
            limits, writers, new OpenDeliveries(readers), () -> figures.storedTimers().pending());
    this.deliveries = new JdbcDeliveryStore(writers, readers);
    this.schedules = new JdbcScheduleStore(writers, readers, latest, this.limits);
    this.testClocks = new JdbcTestClockStore(database, clocks, writers, readers, cache);
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
      Path folder, StoreLimits limits, CommitListener listener, ChangeListener changes) {
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
      StoreLimits limits,
      CommitListener listener,
      ChangeListener changes,
      int retainedChanges) {
    PostgresDatabase database = PostgresDatabase.open(address, node);
    TestClocks clocks = new TestClocks();
    CommitNews news = new CommitNews(clocks);
    ClusterFeed feed = database.follow(changes, news, listener, retainedChanges);
    ChangeListener none = committed -> {}; // the feed brings this process's own changes, too
    return start(database, feed, new NoCache(), limits, listener, none, clocks, news);
  }

  /** A store over a database that no other process writes to. It closes the database. */
  static JdbcTimerStore on(
      Database database, StoreLimits limits, CommitListener listener, ChangeListener changes) {
    TestClocks clocks = new TestClocks();
    return start(
        database,
        new NoClusterFeed(),
        new WriteThroughCache(),
        limits,
        listener,
        changes,
        clocks,
        new CommitNews(clocks));
  }

  private static JdbcTimerStore start(
      Database database,
      ClusterFeed feed,
      TimerCache cache,
      StoreLimits limits,
      CommitListener listener,
      ChangeListener changes,
      TestClocks clocks,
      CommitNews news) {
    try {
      return new JdbcTimerStore(database, feed, cache, limits, listener, changes, clocks, news);
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
          PendingLimit limit = limits.of(timer.id().namespace());
          if (key == null && limit.isReached()) { // with a key it may be a repetition
            throw new TooManyTimersException(limit.namespace(), limit.max());
          }
          return writers.submit(new CreateCommand.WithServerId(timer, key, limit));
        });
  }

  @Override
  public Future<Creation> put(Timer timer, String fingerprint) {
    return Future.lazy(
        () ->
            writers.submit(
                new CreateCommand.WithClientId(
                    timer, fingerprint, limits.of(timer.id().namespace()))));
  }

  @Override
  public Future<Optional<Decision>> elapse(TimerId id, Instant now) {
    return elapse(id, now, () -> writers.update(new UpdateCommand.Elapse(id, now)));
  }

  @Override
  public Future<Optional<Decision>> elapse(Timer known, Instant now) {
    return elapse(known.id(), now, () -> writers.update(new UpdateCommand.Elapse(known, now)));
  }

  private Future<Optional<Decision>> elapse(
      TimerId id, Instant now, Supplier<Oneshot<Optional<Decision>>> command) {
    return Future.lazy(
        () -> database.isShared() ? command.get() : elapses.elapse(id, now, command));
  }

  @Override
  public Future<List<Timer>> sweep(Instant due, Instant now, int limit) {
    return Future.lazy(() -> writers.submit(new Command.Sweep(due, now, limit)));
  }

  @Override
  public Future<Optional<Decision>> cancel(TimerId id, Precondition precondition, Instant now) {
    return Future.lazy(() -> writers.update(new UpdateCommand.Cancel(id, precondition, now)));
  }

  @Override
  public Future<Optional<Decision>> amend(
      TimerId id, Amendment amendment, Precondition precondition, Instant now) {
    return Future.lazy(
        () -> {
          if (amendment.due() != null) {
            amendment.due().deadline(now); // throws here, not in the transaction
          }
          return writers.update(new UpdateCommand.Amend(id, amendment, precondition, now));
        });
  }

  @Override
  public Future<Integer> purge(Instant outcomesBefore, Instant keysBefore, int limit) {
    return Future.lazy(
            () -> writers.submit(new Command.Purge(null, outcomesBefore, keysBefore, limit)))
        .map(
            count -> {
              if (count > 0) {
                cache.purge(outcomesBefore);
              }
              return count;
            });
  }

  @Override
  public Future<Optional<Timer>> find(TimerId id) {
    return latest.find(id);
  }

  @Override
  public Future<TimerQuery.Page> list(TimerQuery query) {
    return latest.readIndex(reads -> reads.page(query, unpersisted::latest));
  }

  @Override
  public Future<List<Timer>> pending(
      Instant from, @Nullable TimerId after, Instant until, int limit) {
    return latest.readIndex(reads -> reads.pending(from, after, until, limit));
  }

  @Override
  public Future<Integer> countPending(Namespace namespace, Instant from, Instant until, int limit) {
    return latest.readIndex(reads -> reads.countPending(namespace, from, until, limit));
  }

  @Override
  public Future<Map<TimerState, Long>> counts(Namespace namespace) {
    return latest.readIndex(reads -> reads.counts(namespace));
  }

  /** The deliveries in this store. */
  public DeliveryStore deliveries() {
    return deliveries;
  }

  /** The schedules in this store. */
  public ScheduleStore schedules() {
    return schedules;
  }

  /** The test clocks in this store. */
  public TestClockStore testClocks() {
    return testClocks;
  }

  /** The processes that share this store. */
  public NodeStore nodes() {
    return () ->
        Future.lazy(
            () -> database.isShared() ? readers.read(TimerReads::nodes) : Future.ready(Map.of()));
  }

  /**
   * The endpoints in this store.
   *
   * @param cipher encrypts their secrets
   */
  public EndpointStore endpoints(SecretCipher cipher) {
    return new JdbcEndpointStore(writers, readers, cipher);
  }

  /**
   * Sets the listener that is told when deliveries become available, in any process. It hears
   * nothing of those that were available before. Threads of the store call it.
   */
  public void onAvailable(DeliveryListener listener) {
    news.passOnTo(listener);
  }

  /**
   * Sets the listener that is told what schedules have done, in this process. A thread of the store
   * calls it.
   *
   * @return the earliest deadline of an occurrence that was made before; null if there was none
   */
  public @Nullable Instant onSchedules(ScheduleListener listener) {
    return news.passOnTo(listener);
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

  /**
   * The latest time at which any process has changed a timer in this store. Timers that go by a
   * test clock do not count.
   */
  public Instant latestTime() {
    return Instant.ofEpochMilli(writers.counts().latestChange(clocks));
  }

  /** What there is in this store, and how it does. */
  public StoreFigures figures() {
    return figures;
  }

  /**
   * Has the database copied into a file. For an embedded store only: others have backups of their
   * own.
   *
   * @throws dev.chime.timer.StoreBusyException if it is being copied already, or closed
   */
  void copy(DatabaseCopy copy) {
    writers.copy(copy);
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
