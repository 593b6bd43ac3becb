package dev.chime.timer;

import java.util.Collection;
import java.util.List;

/**
 * A listener that the store calls with all committed changes of timers, in the order in which they
 * happened. A store of one process calls it before it answers the request. A store that several
 * processes share calls it in each of them soon afterwards. It is called by one thread of the store
 * at a time. It must return quickly and must not throw.
 */
@FunctionalInterface
public interface ChangeListener {

  /** Called when these changes have been committed. */
  void committed(List<TimerChange> changes);

  /**
   * Called at the start and after a gap: the listener has not received the changes up to now, and
   * never will.
   *
   * @param run identifies the numbering that the next changes belong to
   * @param last the number of the last change that was missed; the next change has the number after
   *     it
   */
  default void changesMissed(long run, long last) {}

  /** Called when something else than the processes of the store has inserted timers. */
  default void externalInserts() {}

  /**
   * Called at each heartbeat with the processes that share the store now, changed or not.
   *
   * @param self the name of this process
   * @param others the names of the others
   */
  default void membership(String self, Collection<String> others) {}
}
