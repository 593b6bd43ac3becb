package dev.chime.store.commit;

import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Timers that have elapsed while the database could not be written. Clients may have been told, so
 * all reads and decisions look here first, and nobody sees or changes such a timer as pending. As
 * soon as the database can be written again, these outcomes are written first. Changed by the
 * writer's thread, read by any.
 *
 * <p>Only elapsing may be answered before it is on disk, because a restart comes to the same
 * result: the deadline is on disk and has passed, the service's clock does not start before the
 * latest time on disk, and all that is due elapses before the first request is answered.
 */
public final class UnpersistedOutcomes {

  private final ConcurrentMap<TimerId, Timer> elapsed = new ConcurrentHashMap<>();

  void add(Timer timer) {
    elapsed.put(timer.id(), timer);
  }

  /**
   * The timer with its outcome.
   *
   * @return null if there is no outcome of it here
   */
  public @Nullable Timer get(TimerId id) {
    return elapsed.isEmpty() ? null : elapsed.get(id);
  }

  /** Whether all outcomes are in the database. */
  public boolean isEmpty() {
    return elapsed.isEmpty();
  }

  /** The timer as it stands, given what the database has of it. */
  public Optional<Timer> applyTo(Optional<Timer> read) {
    return elapsed.isEmpty() ? read : read.map(this::latest);
  }

  /** The timer as it stands, given what the database has of it. */
  public Timer latest(Timer read) {
    Timer newer = get(read.id());
    return newer == null ? read : newer;
  }

  /**
   * Writes some outcomes in the current transaction.
   *
   * @return the timers, to be {@linkplain #remove removed} after the commit
   */
  List<Timer> persist(WriteSession session, int limit) throws SQLException {
    List<Timer> persisted = new ArrayList<>();
    for (Timer timer : elapsed.values()) {
      if (persisted.size() == limit) {
        break;
      }
      if (timer.decidedAt() != null) {
        session.elapse(timer.id(), timer.decidedAt());
      }
      persisted.add(timer);
    }
    return persisted;
  }

  void remove(List<Timer> persisted) {
    for (Timer timer : persisted) {
      elapsed.remove(timer.id(), timer);
    }
  }
}
