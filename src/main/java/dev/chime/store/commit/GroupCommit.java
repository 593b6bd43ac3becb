package dev.chime.store.commit;

import dev.chime.store.row.TimerReads;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.StoreBusyException;
import dev.chime.timer.StoreException;
import dev.chime.timer.StoreFullException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread that writes. It takes all that is queued, up to a limit, into one transaction, commits
 * it with one fsync, and only then tells those who wait; meanwhile the next batch gathers. So a
 * lone request is answered after one commit, and a thousand at once share one (group commit, as in
 * D. J. DeWitt et al., "Implementation Techniques for Main Memory Database Systems", SIGMOD 1984).
 * The order within and across transactions is that in which commands were accepted.
 *
 * <p>When the disk is full, what needs room is refused and the rest is tried without it; timers
 * that are due elapse even if nothing can be written (see {@link Unwritten}). While it fails, the
 * thread tries once a second whether it can write again. After a failed fsync it writes no more.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = System.getLogger(GroupCommit.class.getName());

  private static final String AT_ITS_LIMIT =
      "the store is full: the disk is, or the file has reached chime.store.max-size";

  /**
   * Those who wait are mostly virtual threads. From a platform thread each is woken through a
   * shared queue, from a virtual one through its carrier's own; and the next batch need not wait
   * for that.
   */
  private static final int SEVERAL = 4;

  /** How often a transaction is tried while others are faster. */
  private static final int MOST_TRIES = 10;

  private static final Duration PROBE = Duration.ofSeconds(1);

  private final Database database;
  private TimerWrites writes;
  private final @Nullable TimerReads reads; // none if nothing may be answered unwritten
  private final CommitListener listener;
  private final ChangeListener changes;
  private final Unwritten unwritten;
  private final CommandQueue queue;
  private final Thread thread;
  private volatile @Nullable String trouble;
  private final Ledger ledger;
  private volatile int inWork;
  private volatile boolean closing;
  private boolean broken;
  private long begun = System.nanoTime();

  GroupCommit(
      Database database,
      Ledger ledger,
      CommitListener listener,
      ChangeListener changes,
      Unwritten unwritten,
      int capacity)
      throws SQLException {
    this.database = database;
    this.ledger = ledger;
    this.writes = database.openWrites(ledger);
    this.reads = database.isShared() ? null : new TimerReads(database.openReader());
    this.listener = listener;
    this.changes = changes;
    this.unwritten = unwritten;
    this.queue = new CommandQueue(capacity);
    this.thread = Thread.ofPlatform().name("chime-writer").start(this::run);
  }

  /**
   * Queues a command. Any thread.
   *
   * @throws StoreBusyException if there is no room in the queue
   */
  void submit(Command<?> command) {
    if (closing) {
      throw new StoreBusyException("the store is closing");
    }
    queue.submit(command);
  }

  int queued() {
    return queue.size();
  }

  /** What is wrong; null if transactions succeed. */
  @Nullable String trouble() {
    return trouble;
  }

  /** How much is queued or in work. Any thread. */
  int load() {
    return queue.size() + inWork;
  }

  private void run() {
    List<Command<?>> batch = new ArrayList<>(CommandQueue.MOST_IN_BATCH);
    while (!closing || queue.size() > 0) {
      batch.clear();
      inWork = 0;
      try {
        queue.takeBatch(batch, trouble == null ? null : PROBE, begun);
      } catch (InterruptedException e) {
        continue; // nobody has a reason to; the end is said otherwise
      }
      inWork = batch.size();
      try {
        answer(batch);
      } catch (Throwable thrown) { // whatever it is, the next batch must not suffer from it
        LOG.log(Level.ERROR, "a batch failed", thrown);
        batch.forEach(command -> command.fail(new StoreException("the store failed", thrown)));
      }
    }
  }

  private void answer(List<Command<?>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      transact(batch, true);
    } catch (SQLException e) {
      recover(batch, e);
    }
  }

  private void transact(List<Command<?>> batch, boolean withUnwritten) throws SQLException {
    if (broken) {
      throw new SQLException("the store has failed to write before, and waits for a restart");
    }
    long start = System.nanoTime();
    begun = start;
    boolean room = database.hasRoom(writes.connection());
    List<Timer> late = write(batch, room, withUnwritten);
    unwritten.remove(late);
    tellChanges(batch);
    listener.committed(batch.size(), Duration.ofNanos(System.nanoTime() - start));
    noteSuccess(room, late.isEmpty() && !unwritten.isEmpty());
    if (batch.size() < SEVERAL) {
      batch.forEach(Command::tell);
    } else {
      List<Command<?>> done = List.copyOf(batch);
      Thread.ofVirtual().name("chime-teller").start(() -> done.forEach(Command::tell));
    }
  }

  private List<Timer> write(List<Command<?>> batch, boolean room, boolean withUnwritten)
      throws SQLException {
    for (int tries = 1; ; tries++) {
      try {
        writes.begin(batch, tries > 1);
        return writeOnce(batch, room, withUnwritten);
      } catch (SQLException e) {
        Failure failure = database.failure(e);
        boolean again =
            failure == Failure.CONFLICT
                || (failure == Failure.LOCKED && batch.stream().noneMatch(Command::mayBeLocked));
        if (tries == MOST_TRIES || !again) {
          throw e;
        }
      } catch (RuntimeException e) { // say, a row that makes no sense: the others must not suffer
        throw new SQLException(e.toString(), e);
      }
    }
  }

  private List<Timer> writeOnce(List<Command<?>> batch, boolean room, boolean withUnwritten)
      throws SQLException {
    List<Timer> late =
        withUnwritten ? unwritten.write(writes, CommandQueue.MOST_IN_BATCH) : List.of();
    for (Command<?> command : batch) {
      if (command.needsRoom() && !room) {
        command.isRefused(new StoreFullException(AT_ITS_LIMIT, null));
      } else {
        command.execute(writes, unwritten);
      }
    }
    writes.commit();
    return late;
  }

  private void tellChanges(List<Command<?>> batch) {
    List<TimerChange> committed = Command.changes(batch);
    if (!committed.isEmpty()) {
      changes.committed(committed);
    }
  }

  private void noteSuccess(boolean room, boolean behind) {
    String before = trouble;
    if (!room) {
      trouble = AT_ITS_LIMIT;
    } else if (!behind) {
      trouble = null;
    }
    if (before == null && !room) {
      LOG.log(Level.ERROR, AT_ITS_LIMIT);
    } else if (before != null && trouble == null) {
      LOG.log(Level.INFO, "the store can be written again");
    }
  }

  private void recover(List<Command<?>> batch, SQLException e) {
    Failure failure = broken ? Failure.BROKEN : failure(e);
    noteTrouble(failure, e);
    if (failure == Failure.FULL) {
      batch.stream()
          .filter(Command::needsRoom)
          .forEach(command -> command.fail(new StoreFullException("the store is full", e)));
      answerWithoutUnwritten(batch.stream().filter(command -> !command.needsRoom()).toList());
    } else if (failure == Failure.LOCKED && batch.size() > 1) {
      answer(batch.stream().filter(command -> !command.mayBeLocked()).toList());
      batch.stream().filter(Command::mayBeLocked).forEach(command -> answer(List.of(command)));
    } else if (failure == Failure.OTHER && batch.size() > 1) {
      batch.forEach(command -> answer(List.of(command))); // one of them is to blame
    } else {
      batch.forEach(command -> answerUnwritten(command, e));
    }
  }

  private void answerWithoutUnwritten(List<Command<?>> batch) {
    try {
      transact(batch, false);
    } catch (SQLException e) {
      failure(e);
      batch.forEach(command -> answerUnwritten(command, e));
    }
  }

  /**
   * Begins anew with another connection, whose state is known: some errors end the transaction,
   * others leave it open, with statements half done.
   */
  private Failure failure(SQLException e) {
    try {
      writes.close();
      writes = database.openWrites(ledger);
    } catch (SQLException alsoFailed) {
      e.addSuppressed(alsoFailed); // and so will the next transaction
    }
    return database.failure(e);
  }

  private void noteTrouble(Failure failure, SQLException e) {
    listener.failed();
    if (trouble == null) {
      LOG.log(Level.ERROR, "the store cannot be written: " + e.getMessage());
    }
    trouble = e.getMessage();
    if ((failure == Failure.BROKEN || failure == Failure.CORRUPT) && !broken) {
      broken = true;
      LOG.log(Level.ERROR, "the store is not written to any more until Chime is restarted", e);
    }
  }

  private void answerUnwritten(Command<?> command, SQLException e) {
    try {
      if (reads != null && command.answerUnwritten(reads, unwritten)) {
        tellChanges(List.of(command));
        command.tell();
        return;
      }
    } catch (SQLException | RuntimeException alsoFailed) {
      e.addSuppressed(alsoFailed);
    }
    command.fail(
        database.failure(e) == Failure.FULL
            ? new StoreFullException("the store is full", e)
            : new StoreException("the store cannot be written: " + e.getMessage(), e));
  }

  /** Writes what has been accepted, and ends. */
  @Override
  public void close() {
    closing = true;
    queue.wakeUp();
    Threads.join(List.of(thread));
    try {
      if (reads != null) {
        reads.close();
      }
      writes.close();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "closing the store: " + e.getMessage());
    }
  }
}
