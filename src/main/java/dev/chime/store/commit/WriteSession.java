package dev.chime.store.commit;

import dev.chime.timer.Creation;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is changed of timers, over one connection, transaction by transaction. The counts and the
 * index of labels follow each change. One thread.
 */
public interface WriteSession extends AutoCloseable {

  /** Called with whether each inserted timer was new, when the row has been written. */
  interface InsertCallback {
    void inserted(boolean isNew);
  }

  /**
   * Begins a transaction, in the place of one that has failed.
   *
   * @param batch what is to be done in it, before {@link #commit}
   * @param again whether somebody else was faster at the last try
   */
  void begin(List<Command<?>> batch, boolean again) throws SQLException;

  /** The connection that is written over. */
  Connection connection();

  /** Whether fewer timers of a namespace are pending in this transaction. */
  boolean isBelowLimit(long limit, Namespace namespace) throws SQLException;

  /**
   * Adds a timer unless there is one of its id, now or before the next other statement.
   *
   * @param fingerprint that of the request for this id; null if the id is ours
   */
  void insert(Timer timer, @Nullable String fingerprint, InsertCallback then) throws SQLException;

  /** Adds a timer unless there is one of its id, at once. Whether there was none. */
  boolean insertNow(Timer timer, String fingerprint) throws SQLException;

  /** Remembers a request unless its key is known. */
  void insertRequest(IdempotencyKey key, Timer timer) throws SQLException;

  /** What an earlier request with this key is answered with again; null if there was none. */
  @Nullable Creation replay(IdempotencyKey key) throws SQLException;

  /** The timer as it stands in this transaction. */
  Optional<Timer> find(TimerId id) throws SQLException;

  /** The fingerprint of the request that created a timer under this id; null if the id is ours. */
  @Nullable String fingerprint(TimerId id) throws SQLException;

  /** The timer with the outcome of having come due; null if it was not pending or not due. */
  @Nullable Timer elapse(TimerId id, Instant now) throws SQLException;

  /**
   * Up to so many pending timers with deadlines until {@code due}, with their outcomes; and those
   * that others have put in, as they are.
   */
  List<Timer> sweep(Instant due, Instant now, int limit) throws SQLException;

  /** The cancelled timer; null if it was not pending. */
  @Nullable Timer cancel(TimerId id, Instant now) throws SQLException;

  /** Puts a changed version of a pending timer in the place of this one. */
  boolean amend(Timer timer, Timer amended, Instant now) throws SQLException;

  /** Forgets timers with outcomes older than this. How many. */
  int purge(Instant before, int limit) throws SQLException;

  /** Forgets requests older than this. How many. */
  int purgeRequests(Instant before, int limit) throws SQLException;

  /** Makes everything since the last commit durable. */
  void commit() throws SQLException;

  @Override
  void close() throws SQLException;
}
