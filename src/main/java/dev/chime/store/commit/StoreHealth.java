package dev.chime.store.commit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether a writer's transactions succeed, and if not, why. Written by the writer's thread; any
 * thread may ask for the problem.
 */
final class StoreHealth {

  /** The problem of a store that takes no new timers. */
  static final String FULL =
      "the store is full: the disk is, or the file has reached chime.store.max-size";

  private static final Logger LOG = System.getLogger(StoreHealth.class.getName());

  private static final Duration PROBE = Duration.ofSeconds(1);

  private volatile @Nullable String problem;
  private boolean broken;

  /**
   * What is wrong.
   *
   * @return null if transactions succeed
   */
  @Nullable String problem() {
    return problem;
  }

  /** Whether nothing may be written until the process is restarted. */
  boolean isBroken() {
    return broken;
  }

  /**
   * How long the writer waits for a command before it tries whether the store works again.
   *
   * @return null if there is no need to try
   */
  @Nullable Duration probeAfter() {
    return problem == null ? null : PROBE;
  }

  /** Throws if nothing may be written any more. */
  void requireUsable() throws SQLException {
    if (broken) {
      throw new SQLException("the store has failed to write before, and waits for a restart");
    }
  }

  /**
   * A transaction has been committed.
   *
   * @param room whether there was room for new timers
   * @param behind whether outcomes that could not be written before are still not written
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

  /** A transaction has failed. */
  void failed(Failure failure, SQLException e) {
    if (problem == null) {
      LOG.log(Level.ERROR, "the store cannot be written: " + e.getMessage());
    }
    problem = e.getMessage();
    if ((failure == Failure.BROKEN || failure == Failure.CORRUPT) && !broken) {
      broken = true;
      LOG.log(Level.ERROR, "the store is not written to any more until Chime is restarted", e);
    }
  }
}
