package dev.chime.timer.service;

import dev.chime.async.Future;
import dev.chime.async.time.TimerFuture;
import dev.chime.timer.Decision;
import dev.chime.timer.Timer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the task of a timer is doing: the states of {@link LiveTimer}, which makes the transitions.
 *
 * <p>Three things can happen from outside. A newer version of the timer is announced; or somebody
 * asks for the timer to be read again; or the last waiter leaves. The steps say for themselves what
 * that changes. A store that fails leads from any step to <em>pausing</em>.
 */
sealed interface TimerStep {

  /**
   * Idle: one step is over, and what is known of the timer says which one is next, in the same
   * poll. If only the id is known, or the timer is to be read again, it becomes reading; if the
   * deadline is ahead, sleeping or standing; if it has come, elapsing. It becomes ended if the
   * timer has its outcome, or if it is far away and nobody waits for it.
   */
  record Idle() implements TimerStep {}

  /**
   * Reading: the store has been asked for the timer. It becomes idle with the answer, which counts
   * unless a newer version has been announced; or ended, if there is no such timer. What happens
   * meanwhile does not cut it short.
   *
   * @param answer the store's answer
   * @param known what was known of the timer before; null if it was only the id
   */
  record Reading(Future<Optional<Timer>> answer, @Nullable Timer known) implements TimerStep {
    @Override
    public void drop() {
      answer.drop();
    }
  }

  /**
   * Sleeping: the deadline is ahead. It becomes idle when the deadline comes, when a newer version
   * is announced, whose deadline may be another, or when the timer is to be read again. It becomes
   * ended when nobody waits any more for a timer that is far away.
   *
   * @param deadline ready at the deadline
   */
  record Sleeping(TimerFuture deadline) implements TimerStep {
    @Override
    public boolean isInterruptible() {
      return true;
    }

    @Override
    public void drop() {
      deadline.drop();
    }
  }

  /**
   * Standing: the deadline is ahead by a test clock, which stands still. It becomes idle and ended
   * like sleeping. Whoever turns the clock announces the outcome.
   */
  record Standing() implements TimerStep {
    @Override
    public boolean isInterruptible() {
      return true;
    }
  }

  /**
   * Elapsing: the deadline has come, and the store has been asked for the outcome. It becomes idle
   * with the store's decision: the outcome, or a later deadline that was not heard of before. It
   * becomes pausing if the store does not find the timer due, by a clock that is behind; and ended
   * if the store has forgotten the timer. Nothing cuts it short, for once asked the store may
   * decide at any time.
   *
   * @param decision the store's decision
   */
  record Elapsing(Future<Optional<Decision>> decision) implements TimerStep {
    @Override
    public void drop() {
      decision.drop();
    }
  }

  /**
   * Pausing: the store has failed, or is behind, and is left alone for a moment. It becomes idle
   * after that, or earlier for what also ends sleeping.
   *
   * @param end ready when the store may be asked again
   */
  record Pausing(TimerFuture end) implements TimerStep {
    @Override
    public boolean isInterruptible() {
      return true;
    }

    @Override
    public void drop() {
      end.drop();
    }
  }

  /**
   * Ended: nobody finds this task any more. Whoever comes for the timer makes another, which reads
   * the store. Final.
   */
  record Ended() implements TimerStep {}

  /** Whether what happens from outside cuts this step short. */
  default boolean isInterruptible() {
    return false;
  }

  /** Lets go of what the step waits for. */
  default void drop() {}
}
