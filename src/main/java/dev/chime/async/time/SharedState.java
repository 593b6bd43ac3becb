package dev.chime.async.time;

import dev.chime.async.Poll;
import dev.chime.async.Unit;
import dev.chime.async.Waker;
import dev.chime.async.WakerCell;

/**
 * What a {@link TimerFuture} shares with the driver that completes it: the book's {@code
 * SharedState { completed, waker }}, both in the one word of {@link WakerCell}. A driver subclasses
 * it with what it needs to find the timer again. Thread-safe.
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
   * The time has come: completes the future and wakes its task, unless it has been dropped.
   *
   * @return whether it had not
   */
  final boolean fire() {
    return settle(Unit.ready());
  }

  /** The future is no longer wanted: releases what the driver holds, unless it has fired. */
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

  /** Whether the calling thread is the only one that ever fires this. */
  abstract boolean isFiredByCurrentThread();

  /**
   * Lets the driver know of the drop. Called once at most, by the thread that drops.
   *
   * @param firing the answer of {@link #isFiredByCurrentThread}
   */
  abstract void release(boolean firing);
}
