package dev.chime.store.postgres;

import dev.chime.timer.TimerChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this process has written into the log of changes, until it comes across it there: so it need
 * not read again what it has just made. Thread-safe.
 */
final class LocalChangeBuffer {

  private static final int MOST = 20_000;

  private final Map<Long, List<TimerChange>> byNumber = new HashMap<>();
  private int count;

  /** Remembers changes, of which the last one has this number; or forgets all if they are many. */
  synchronized void add(long last, List<TimerChange> changes) {
    if (count > MOST) {
      byNumber.clear();
      count = 0;
    }
    byNumber.put(last, changes);
    count += changes.size();
  }

  /** Forgets those up to this number; null if they are not known. */
  synchronized @Nullable List<TimerChange> take(long last) {
    List<TimerChange> changes = byNumber.remove(last);
    count -= changes == null ? 0 : changes.size();
    return changes;
  }
}
