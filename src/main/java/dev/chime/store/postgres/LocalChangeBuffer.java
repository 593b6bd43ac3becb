package dev.chime.store.postgres;

import dev.chime.timer.TimerChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A buffer of changes that this process has written to the log of changes, but not yet reached when
 * reading it. So it need not read its own changes back from the database. Thread-safe.
 */
final class LocalChangeBuffer {

  private static final int MAX_CHANGES = 20_000;

  private final Map<Long, List<TimerChange>> byNumber = new HashMap<>();
  private int count;

  /**
   * Adds the changes of a transaction. If there are too many in the buffer, it is emptied first.
   *
   * @param last the number of the last of these changes in the log
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
   * @param last the number of the last of these changes in the log
   * @return null if they are not in the buffer
   */
  synchronized @Nullable List<TimerChange> take(long last) {
    List<TimerChange> changes = byNumber.remove(last);
    count -= changes == null ? 0 : changes.size();
    return changes;
  }
}
