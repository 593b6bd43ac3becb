package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The state that a waiter and the thread that completes it share: the book's {@code SharedState {
 * completed, waker }} in a single word.
 *
 * <p>The word holds nothing, or the waker of the latest poll, or the outcome. It changes to the
 * outcome exactly once, and then stays the same. "Completed" and "waker" are one word, so the two
 * races that the book's mutex prevents cannot happen. A poll cannot store its waker after the
 * completion without seeing the outcome, because its compare-and-set fails. And a completion cannot
 * miss a stored waker, because the exchange that publishes the outcome returns it.
 *
 * <p>Thread-safe. It extends {@link Message}, so that it can be posted to a shard without a second
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

  /** Creates an empty cell. */
  protected WakerCell() {}

  /** Does nothing, for cells that are never posted. */
  @Override
  protected void receive() {}

  /**
   * Returns the outcome. If there is none yet, stores {@code waker} in place of any earlier one; it
   * is called when there is an outcome.
   *
   * @return null if there is no outcome yet
   */
  protected final @Nullable Object outcomeOrRegister(Waker waker) {
    while (true) {
      Object seen = cell;
      if (seen instanceof Waker stored) {
        if (stored.willWake(waker)) {
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

  /** Whether the outcome is this same object. */
  @SuppressWarnings("ReferenceEquality") // outcomes of this kind are constants
  protected final boolean isSettledAs(Object outcome) {
    return cell == outcome;
  }

  /**
   * Sets the outcome, unless it is already set, and calls the waker of the latest poll, if any.
   *
   * @param outcome any object that is not a {@link Waker}
   * @return whether this call was the first
   */
  protected final boolean settle(Object outcome) {
    return settle(outcome, true);
  }

  /** Sets the outcome like {@link #settle(Object)}, but does not call the waker. */
  protected final boolean settleQuietly(Object outcome) {
    return settle(outcome, false);
  }

  /**
   * Like {@link #settleQuietly}, for a caller that knows that no other thread sets the outcome or
   * polls at the same time. It uses a read and a release store instead of an atomic exchange, so
   * that the processor need not wait until the cell has arrived from memory.
   */
  protected final boolean settleQuietlyUncontended(Object outcome) {
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
