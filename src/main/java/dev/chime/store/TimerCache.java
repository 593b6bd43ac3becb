package dev.chime.store;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cache of timers as they are in the database. Thread-safe. */
interface TimerCache {

  /**
   * The newest committed state of the timer.
   *
   * @return null if it is not in the cache
   */
  @Nullable Timer get(TimerId id);

  /** The number of commits so far. Get it before a read whose result goes to {@link #merge}. */
  long commits();

  /**
   * Caches a timer that was read from the database. Does not cache it if there was a commit since
   * the read began, because the timer may be out of date then.
   *
   * @param commitsBefore {@link #commits()} before the read
   * @return the newest state of the timer: the cached one if there is one, otherwise {@code read}
   */
  Timer merge(Timer read, long commitsBefore);

  /** Drops the timers whose outcome is older than this. */
  void purge(Instant outcomesBefore);

  /** Drops all timers of a namespace. */
  void drop(Namespace namespace);

  /** A listener that puts changes into the cache and then passes them to the next listener. */
  ChangeListener writeThrough(ChangeListener next);
}
