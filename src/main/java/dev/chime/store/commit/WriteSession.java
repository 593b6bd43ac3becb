package dev.chime.store.commit;

import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that timers are changed over, transaction by transaction. Each change also updates
 * the counts and the index of labels. For one thread. After an error a session must be closed and
 * replaced, except where {@link #begin} allows another try.
 */
public interface WriteSession extends AutoCloseable {

  /**
   * Begins a transaction, in place of one that has failed if there was one.
   *
   * @param batch the commands that are executed in it before {@link #commit}
   * @param isRetry whether another process was faster at the last try
   */
  void begin(List<Command<?>> batch, boolean isRetry) throws SQLException;

  /** The connection. */
  Connection connection();

  /** Throws if the database cannot be reached. */
  void check() throws SQLException;

  /** Whether a namespace has fewer pending timers than this, in the current transaction. */
  boolean isBelowLimit(long maxPending, Namespace namespace) throws SQLException;

  /**
   * Inserts a timer unless its id is taken, as far as is known: if another transaction has inserted
   * one, the commit fails, and this knows it at the next try.
   *
   * @param fingerprint of the request for this id; null if the server has made the id
   * @return whether it was inserted
   */
  boolean insert(Timer timer, @Nullable String fingerprint) throws SQLException;

  /** Stores the idempotency key of a request that creates a timer, unless it is stored already. */
  void insertRequest(IdempotencyKey key, Timer timer) throws SQLException;

  /**
   * The answer to a request that repeats an earlier one.
   *
   * @return null if no earlier request had this key
   */
  @Nullable Creation replay(IdempotencyKey key) throws SQLException;

  /** The timer as it stands in this transaction, if it is one that a command is about. */
  Optional<Timer> find(TimerId id) throws SQLException;

  /** Any timer as it stands in this transaction. */
  Optional<Timer> read(TimerId id) throws SQLException;

  /**
   * The fingerprint of the request that created a timer.
   *
   * @return null if there is no such timer, or the server has made its id
   */
  @Nullable String fingerprint(TimerId id) throws SQLException;

  /**
   * Elapses a timer, or skips it if it is too late, or by the rule of its schedule.
   *
   * @return the timer with its outcome; null if it was not pending, or is not due at {@code now}
   */
  @Nullable Timer elapse(TimerId id, Instant now) throws SQLException;

  /**
   * Records outcomes that were decided before: these timers have elapsed. Only rows that are still
   * pending are changed, and only their deliveries are made.
   */
  void recordElapsed(List<Timer> elapsed) throws SQLException;

  /**
   * Elapses pending timers with deadlines until {@code due}, the earliest first. Also takes in
   * timers that were inserted past Chime, by the SQL function {@code chime_create}.
   *
   * @param limit the most timers to elapse, and the most to take in
   * @return the timers with their outcomes, and those that were taken in and are still pending
   */
  List<Timer> sweep(Instant due, Instant now, int limit) throws SQLException;

  /**
   * Cancels a timer that is not due.
   *
   * @param now the time of the request
   * @return the cancelled timer; null if it was not pending, or is due
   */
  @Nullable Timer cancel(TimerId id, Instant now) throws SQLException;

  /**
   * Replaces a pending timer that is not due by its next version.
   *
   * @param now the time of the request
   * @return whether it still was of the version of {@code timer}, and is not due
   */
  boolean amend(Timer timer, Timer amended, Instant now) throws SQLException;

  /**
   * Deletes timers whose outcome is older than this.
   *
   * @param namespace one that goes by a test clock; null for all that do not
   * @return how many
   */
  int purge(@Nullable Namespace namespace, Instant before, int limit) throws SQLException;

  /**
   * Deletes idempotency keys that are older than this.
   *
   * @param namespace one that goes by a test clock; null for all that do not
   * @return how many
   */
  int purgeRequests(@Nullable Namespace namespace, Instant before, int limit) throws SQLException;

  /** Changes deliveries in the same transactions. */
  DeliveryWrites deliveries();

  /** Changes schedules in the same transactions. */
  ScheduleWrites schedules();

  /** Turns test clocks in the same transactions. */
  ClockWrites clocks();

  /** Makes all changes since the last commit durable. */
  void commit() throws SQLException;

  /**
   * Copies the database into a file, a few pages at a time. What is committed meanwhile is in the
   * copy, too. The file is complete and on disk when this returns true.
   *
   * @param between runs after each few pages, in this thread, and may commit transactions of this
   *     session; if it returns false, the copy ends there
   * @return whether all was copied
   * @throws SQLException if the copy failed; the session can still be used
   * @throws UnsupportedOperationException if the database cannot be copied in this way
   */
  default boolean copyTo(Path file, BooleanSupplier between) throws SQLException {
    throw new UnsupportedOperationException("this database has backups of its own");
  }

  @Override
  void close() throws SQLException;
}
