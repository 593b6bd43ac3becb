package dev.chime.store.commit;

import dev.chime.store.row.ClockTurnRow;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.TestClock;
import dev.chime.timer.Timer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns test clocks in the transactions of a {@link WriteSession}. For one thread. */
public interface ClockWrites {

  /**
   * The clock of a namespace.
   *
   * @return null if it has none
   */
  @Nullable TestClock find(Namespace namespace) throws SQLException;

  /** Makes a clock, or sets whether one delivers: at once, whatever becomes of the transaction. */
  void make(TestClock clock) throws SQLException;

  /** Sets what a clock shows: now, or with the commit. */
  void turn(TestClock before, Instant now) throws SQLException;

  /**
   * The turn of an earlier request.
   *
   * @return null if none had this key
   */
  @Nullable ClockTurnRow turnOf(IdempotencyKey key) throws SQLException;

  /**
   * Records the turn of a request: now, or with the commit.
   *
   * @param turnedAt the real time
   */
  void record(IdempotencyKey key, ClockTurnRow turn, Instant turnedAt) throws SQLException;

  /** Deletes records of turns before a real time: at once. */
  void purgeTurns(Instant before) throws SQLException;

  /** Pending timers of a namespace with deadlines until a time, the earliest first. */
  List<Timer> due(Namespace namespace, Instant until, int limit) throws SQLException;
}
