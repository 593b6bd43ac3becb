package dev.chime.timer;

import java.util.Collection;
import java.util.List;

/**
 * Is told by the store of all that has become of timers: when it is committed, and in the order in
 * which it happened. A store of one process tells before anybody is answered; one that several
 * share tells each of them soon. Called on one of the store's threads; must be quick and not throw.
 */
@FunctionalInterface
public interface ChangeListener {

  /** These changes have been committed. */
  void committed(List<TimerChange> changes);

  /**
   * Nothing is known of what was committed before: at the beginning, or after some was missed.
   *
   * @param run what tells the numbers of these changes from those of other stores
   * @param last the number of the last one that is not told; the next has the number after it
   */
  default void missed(long run, long last) {}

  /** Others than the store's processes have put timers into it, which are yet to be taken in. */
  default void timersCame() {}

  /**
   * Which processes share the store by now: told again and again.
   *
   * @param self the name of this one
   * @param others those of the others
   */
  default void shared(String self, Collection<String> others) {}
}
