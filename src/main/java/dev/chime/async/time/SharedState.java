package dev.chime.async.time;

import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import dev.chime.async.WakerCell;

/**
 * The state that a {@link TimerFuture} and its driver share: the book's {@code SharedState {
 * completed, waker }}, in the single word of {@link WakerCell}. A driver's subclass adds the fields
 * that the driver needs to find the timer. Thread-safe.
 */
abstract class SharedState extends WakerCell {

  private enum Dropped {
    DROPPED
  }

  /**
   * Polls the timer.
   *
   * @return ready if {@link #fire} has been called; otherwise pending, and the waker is stored
   */
  final Poll<Unit> poll(Waker waker) {
    Object outcome = outcomeOrRegister(waker);
    if (outcome == null) {
      return Poll.pending();
    }
    if (outcome == Dropped.DROPPED) {
      throw new IllegalStateException("polled after it was dropped");
    }
    return Unit.ready();
  }

  /**
   * Completes the future and wakes its task, unless it has been dropped.
   *
   * @return whether it has been completed
   */
  final boolean fire() {
    return settle(Unit.ready());
  }

  /** Drops the future: releases the resources of the driver, unless the timer has fired. */
  final void drop() {
    boolean byFiringThread = isFiredByCurrentThread();
    boolean isDropped =
        byFiringThread ? settleQuietlyUncontended(Dropped.DROPPED) : settleQuietly(Dropped.DROPPED);
    if (isDropped) {
      release(byFiringThread);
    }
  }

  /** Whether it has been dropped. Reads only this object, not the waker that it may hold. */
  final boolean isDropped() {
    return isSettledAs(Dropped.DROPPED);
  }

  /** Whether the calling thread is the only one that can fire this timer. */
  abstract boolean isFiredByCurrentThread();

  /**
   * Informs the driver of the drop. Called at most once, by the thread that drops.
   *
   * @param byFiringThread the result of {@link #isFiredByCurrentThread}
   */
  abstract void release(boolean byFiringThread);
}
