package dev.chime.store.commit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a writer's transactions succeed, and if not, why. Changed by the writer's thread; any
 * thread may ask for the problem.
 */
final class StoreHealth {

  /** The problem of a store that has no room for new timers. */
  static final String FULL =
      "the store is full: the disk is, or the file has reached chime.store.max-size";

  private static final Logger LOG = System.getLogger(StoreHealth.class.getName());

  private static final Duration PROBE = Duration.ofSeconds(1);

  private volatile @Nullable String problem;
  private boolean broken;

  /**
   * Why transactions fail at present.
   *
   * @return null if they succeed
   */
  @Nullable String problem() {
    return problem;
  }

  /** Whether nothing may be written until Chime is restarted. */
  boolean isBroken() {
    return broken;
  }

  /**
   * How long the writer waits for a command before it tests whether it can write again.
   *
   * @return null if there is nothing to test
   */
  @Nullable Duration probeAfter() {
    return problem == null ? null : PROBE;
  }

  /** Throws if nothing may be written until Chime is restarted. */
  void requireUsable() throws SQLException {
    if (broken) {
      throw new SQLException("a write has failed, and Chime must be restarted before the next one");
    }
  }

  /**
   * Takes note of a transaction that is committed.
   *
   * @param room whether new timers had room
   * @param behind whether there still are outcomes that are not in the database
   */
  void committed(boolean room, boolean behind) {
    String before = problem;
    if (!room) {
      problem = FULL;
    } else if (!behind) {
      problem = null;
    }
    if (before == null && !room) {
      LOG.log(Level.ERROR, FULL);
    } else if (before != null && problem == null) {
      LOG.log(Level.INFO, "the store can be written again");
    }
  }

  /** Takes note of a transaction that has failed. */
  void failed(Failure failure, SQLException e) {
    if (problem == null) {
      LOG.log(Level.ERROR, "the store cannot be written: " + e.getMessage());
    }
    problem = e.getMessage();
    if ((failure == Failure.BROKEN || failure == Failure.CORRUPT) && !broken) {
      broken = true;
      LOG.log(Level.ERROR, "the store will not be written until Chime is restarted", e);
    }
  }
}
