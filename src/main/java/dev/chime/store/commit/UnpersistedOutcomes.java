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
 * Timers that have elapsed, as clients may have been told, while the database could not be written.
 *
 * <p>Only elapsing may be answered for before it is on disk, and only because a restart comes to
 * the same result before it lets anybody ask: the deadline is on disk and has passed, the clock
 * does not start before the latest time on disk, and all that is due elapses before the first
 * request. All reads and all decisions look here too, so nobody sees or changes such a timer as
 * pending; as soon as the database can be written again these come first. Written by the writer's
 * thread, read by any.
 */
public final class UnpersistedOutcomes {

  private final ConcurrentMap<TimerId, Timer> elapsed = new ConcurrentHashMap<>();

  void add(Timer timer) {
    elapsed.put(timer.id(), timer);
  }

  public @Nullable Timer get(TimerId id) {
    return elapsed.isEmpty() ? null : elapsed.get(id);
  }

  public boolean isEmpty() {
    return elapsed.isEmpty();
  }

  /** The timer as it stands, given as the database has it. */
  public Optional<Timer> applyTo(Optional<Timer> read) {
    return elapsed.isEmpty() ? read : read.map(this::latest);
  }

  /** The same of a timer that the database has. */
  public Timer latest(Timer read) {
    Timer newer = get(read.id());
    return newer == null ? read : newer;
  }

  /**
   * Writes some of them in the present transaction; they are to be removed when it is committed.
   */
  List<Timer> persist(WriteSession session, int limit) throws SQLException {
    List<Timer> written = new ArrayList<>();
    for (Timer timer : elapsed.values()) {
      if (written.size() == limit) {
        break;
      }
      if (timer.decidedAt() != null) {
        session.elapse(timer.id(), timer.decidedAt());
      }
      written.add(timer);
    }
    return written;
  }

  void remove(List<Timer> written) {
    for (Timer timer : written) {
      elapsed.remove(timer.id(), timer);
    }
  }
}
