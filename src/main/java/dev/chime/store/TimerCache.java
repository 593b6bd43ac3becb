package dev.chime.store;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Timers in memory, as the database has them. Thread-safe. */
interface TimerCache {

  /**
   * The timer as it stands.
   *
   * @return null if it is not in the cache
   */
  @Nullable Timer get(TimerId id);

  /** How many commits the cache has seen. Ask for it before a read that goes to {@link #merge}. */
  long commits();

  /**
   * Caches a timer that was read from the database, unless there was a commit since: the timer may
   * be out of date then.
   *
   * @param commitsBefore {@link #commits()} from before the read
   * @return the newest state of the timer: the cached one if there is one, else the one that was
   *     read
   */
  Timer merge(Timer read, long commitsBefore);

  /** Drops timers whose outcome is older than this. */
  void purge(Instant outcomesBefore);

  /** A listener that puts changes into the cache and then passes them on. */
  ChangeListener writeThrough(ChangeListener next);
}
