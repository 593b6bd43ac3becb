package dev.chime.timer;

import java.util.Collection;
import java.util.List;

/**
 * Is told by the store of all changes of timers, when they are committed and in the order in which
 * they happened. A store of one process tells before it answers the request; one that several
 * processes share tells each of them soon after. Called on one of the store's threads, by one
 * thread at a time; must be quick and not throw.
 */
@FunctionalInterface
public interface ChangeListener {

  /** These changes have been committed. */
  void committed(List<TimerChange> changes);

  /**
   * Earlier changes were not told, and never will be: at the start, or after a gap.
   *
   * @param run identifies the numbering that the next changes belong to
   * @param last the number of the last change that is not told; the next one has the number after
   *     it
   */
  default void changesMissed(long run, long last) {}

  /** Somebody else than the processes of the store has put timers into its database. */
  default void externalInserts() {}

  /**
   * Which processes share the store now. Called at each heartbeat, changed or not.
   *
   * @param self the name of this process
   * @param others the names of the others
   */
  default void membership(String self, Collection<String> others) {}
}
