package dev.chime.store.postgres;

import dev.chime.timer.TimerChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes that this process has written to the log of changes and not come to in the log yet.
 * With them it need not read its own changes back. Thread-safe.
 */
final class LocalChangeBuffer {

  private static final int MAX_CHANGES = 20_000;

  private final Map<Long, List<TimerChange>> byNumber = new HashMap<>();
  private int count;

  /**
   * Adds the changes of a transaction. Drops all others first if there are too many.
   *
   * @param last the number of the last of them in the log
   */
  synchronized void add(long last, List<TimerChange> changes) {
    if (count > MAX_CHANGES) {
      byNumber.clear();
      count = 0;
    }
    byNumber.put(last, changes);
    count += changes.size();
  }

  /**
   * Removes the changes of a transaction.
   *
   * @param last the number of the last of them in the log
   * @return null if they are not here
   */
  synchronized @Nullable List<TimerChange> take(long last) {
    List<TimerChange> changes = byNumber.remove(last);
    count -= changes == null ? 0 : changes.size();
    return changes;
  }
}
