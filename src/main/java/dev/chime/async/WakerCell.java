package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The state that a waiter and a completer share: the book's {@code SharedState { completed, waker
 * }} in a single word.
 *
 * <p>The word holds nothing, or the waker of the latest poll, or the outcome. It changes to the
 * outcome exactly once, and then stays. Because "completed" and "waker" are one word, the two races
 * that the book's mutex prevents cannot happen. A poll cannot store its waker after the completion
 * without seeing the outcome: its compare-and-set fails. And a completion cannot miss a stored
 * waker: the exchange that publishes the outcome returns it.
 *
 * <p>Thread-safe. It extends {@link Message} so that it can be sent to a shard without a second
 * object.
 */
public abstract class WakerCell extends Message {

  private static final VarHandle CELL;

  static {
    try {
      CELL = MethodHandles.lookup().findVarHandle(WakerCell.class, "cell", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Object cell;

  /** An empty cell. */
  protected WakerCell() {}

  /** Does nothing, for cells that are never posted. */
  @Override
  protected void receive() {}

  /**
   * The outcome; or null, and then {@code waker} is kept in place of any earlier one, to be called
   * with the outcome.
   */
  protected final @Nullable Object outcomeOr(Waker waker) {
    while (true) {
      Object seen = cell;
      if (seen instanceof Waker kept) {
        if (kept.willWake(waker)) {
          return null;
        }
      } else if (seen != null) {
        return seen;
      }
      if (CELL.compareAndSet(this, seen, waker)) {
        return null;
      }
    }
  }

  /** The outcome; null if there is none yet. */
  protected final @Nullable Object outcome() {
    Object seen = cell;
    return seen instanceof Waker ? null : seen;
  }

  /** Whether this very object is the outcome. */
  @SuppressWarnings("ReferenceEquality") // outcomes of this kind are constants
  protected final boolean isSettledAs(Object outcome) {
    return cell == outcome;
  }

  /**
   * Decides the outcome and calls the waker kept by the latest poll, if any. Only the first call
   * decides.
   *
   * @param outcome anything but a {@link Waker}
   * @return whether this call was the first
   */
  protected final boolean settle(Object outcome) {
    return settle(outcome, true);
  }

  /** Decides the outcome without calling the waker. */
  protected final boolean settleQuietly(Object outcome) {
    return settle(outcome, false);
  }

  /**
   * Like {@link #settleQuietly}, for a caller that knows that no other thread can decide or poll
   * meanwhile. A plain look and a release store, so that the processor need not wait for the cell
   * to arrive from memory before it goes on, as it must for an atomic exchange.
   */
  protected final boolean settleQuietlyAlone(Object outcome) {
    Object seen = cell;
    if (seen != null && !(seen instanceof Waker)) {
      return false;
    }
    CELL.setRelease(this, outcome);
    return true;
  }

  private boolean settle(Object outcome, boolean wake) {
    while (true) {
      Object seen = cell;
      if (seen != null && !(seen instanceof Waker)) {
        return false;
      }
      if (CELL.compareAndSet(this, seen, outcome)) {
        if (wake && seen != null) {
          ((Waker) seen).wake();
        }
        return true;
      }
    }
  }
}
