package dev.chime.async.time;

import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import dev.chime.async.WakerCell;

/**
 * What a {@link TimerFuture} and its driver share: the book's {@code SharedState { completed, waker
 * }}, in the one word of {@link WakerCell}. A driver's subclass adds what it needs to find the
 * timer again. Thread-safe.
 */
abstract class SharedState extends WakerCell {

  private enum Dropped {
    DROPPED
  }

  /** Ready once {@link #fire} has been called; until then the waker of the latest poll is kept. */
  final Poll<Unit> poll(Waker waker) {
    Object outcome = outcomeOr(waker);
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

  /** Drops the future: releases what the driver holds, unless it has fired. */
  final void drop() {
    boolean alone = isFiredByCurrentThread();
    if (alone ? settleQuietlyAlone(Dropped.DROPPED) : settleQuietly(Dropped.DROPPED)) {
      release(alone);
    }
  }

  /** Whether it has been dropped. Looks at this object only, not at the waker it may hold. */
  final boolean isDropped() {
    return isSettledAs(Dropped.DROPPED);
  }

  /** Whether only the calling thread ever fires this. */
  abstract boolean isFiredByCurrentThread();

  /**
   * Tells the driver of the drop. Called at most once, by the thread that drops.
   *
   * @param firing the answer of {@link #isFiredByCurrentThread}
   */
  abstract void release(boolean firing);
}
