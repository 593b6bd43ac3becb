package dev.chime.store;

import dev.chime.async.Oneshot;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.Database;
import dev.chime.store.commit.Failure;
import dev.chime.store.commit.Threads;
import dev.chime.store.row.TimerReads;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A pool of threads that read, each over its own connection. Thread-safe. */
final class Readers implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Readers.class.getName());

  /**
   * A query.
   *
   * @param <R> the type of the result
   */
  interface Query<R> {
    R run(TimerReads reads) throws SQLException;
  }

  private final Database database;
  private final CommitListener listener;
  private final BlockingQueue<QueuedRead<?>> queue;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;

  /**
   * Starts the threads.
   *
   * @param listener is called after failures
   * @param count the number of threads
   * @param capacity how many queries may wait
   */
  Readers(Database database, CommitListener listener, int count, int capacity) throws SQLException {
    this.database = database;
    this.listener = listener;
    this.queue = new ArrayBlockingQueue<>(capacity);
    for (int i = 0; i < count; i++) {
      TimerReads reads = new TimerReads(database.openReader());
      threads.add(Thread.ofPlatform().name("chime-reader-" + i).start(() -> run(reads)));
    }
  }

  /**
   * Queues a query.
   *
   * @return completed with the result, or with a {@link StoreException} if the query fails
   * @throws StoreBusyException if the queue is full, or if this is closed
   */
  <R> Oneshot<R> read(Query<R> query) {
    QueuedRead<R> read = new QueuedRead<>(query);
    if (closing || !queue.offer(read)) {
      throw new StoreBusyException("too many requests are waiting to be read");
    }
    return read.done;
  }

  private void run(TimerReads first) {
    TimerReads reads = first;
    while (!closing) {
      try {
        reads = execute(queue.take(), reads);
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "a reader is closing");
      }
    }
    try {
      reads.close();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "closing a reader: " + e.getMessage());
    }
  }

  /**
   * Executes a query. If the connection is lost, it tries once more with a new connection.
   *
   * @return the connection for the next query
   */
  private TimerReads execute(QueuedRead<?> read, TimerReads current) {
    TimerReads reads = current;
    boolean retried = false;
    while (true) {
      try {
        reads = reads.isOpen() ? reads : new TimerReads(database.openReader());
        read.execute(reads);
        return reads;
      } catch (SQLException | RuntimeException e) {
        boolean isLost =
            e instanceof SQLException lost && database.failure(lost) == Failure.UNAVAILABLE;
        if (retried || !isLost) {
          read.fail(e);
          return reads;
        }
        retried = true;
      }
    }
  }

  /** Ends the threads, and refuses the queued queries. Idempotent. */
  @Override
  public void close() {
    closing = true;
    threads.forEach(Thread::interrupt);
    Threads.join(threads);
    for (QueuedRead<?> next = queue.poll(); next != null; next = queue.poll()) {
      next.done.fail(new StoreBusyException("the store is closing"));
    }
  }

  private final class QueuedRead<R> {
    private final Query<R> query;
    private final Oneshot<R> done = new Oneshot<>();

    QueuedRead(Query<R> query) {
      this.query = query;
    }

    void execute(TimerReads reads) throws SQLException {
      done.complete(query.run(reads));
    }

    void fail(Exception e) {
      listener.failed();
      done.fail(new StoreException("the store cannot be read: " + e.getMessage(), e));
    }
  }
}
