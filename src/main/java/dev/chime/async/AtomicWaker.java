package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The place where one consumer leaves the waker of its latest poll and any number of producers find
 * it: {@code AtomicWaker} of futures-rs ({@code futures-core/src/task/__internal/atomic_waker.rs}).
 *
 * <p>The consumer {@linkplain #register registers} first and looks second; a producer produces
 * first and {@linkplain #wake wakes} second. So whatever the order, either the look finds what was
 * produced, or the waker is called. What was written before a wake is visible after the next
 * registration, and needs no {@code volatile} of its own.
 *
 * <p>The states are <em>waiting</em> (no waker) and <em>registered</em> (the waker). {@link
 * #register} leads from either to registered, and {@link #wake} from either to waiting; so a waker
 * is called at most once for each registration, and a wake that finds none is not remembered. Both
 * are one atomic exchange, also where it changes nothing, as in {@link TaskState}. The original has
 * two more states, for a registration and a wake under way: its wakers are two words long, so that
 * it has to lock the place while it copies one. Here a waker is one reference, and a registration
 * that meets a wake either comes before it, and is called, or after it, and then its look finds
 * what was produced.
 *
 * <p>Registering is for one thread at a time, waking for any. Not final, so that what there may be
 * millions of can be its own.
 */
public class AtomicWaker {

  private static final VarHandle WAKER;

  static {
    try {
      WAKER = MethodHandles.lookup().findVarHandle(AtomicWaker.class, "waker", Waker.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Waker waker;

  /** A place without a waker. */
  public AtomicWaker() {}

  /** Leaves the waker to be called by the next {@link #wake}, in place of any left before. */
  public final void register(Waker latest) {
    Waker before = waker;
    if (before == null || !before.willWake(latest)) { // else the next wake calls the right one
      WAKER.getAndSet(this, latest); // an exchange: a wake since that look must be seen
    }
  }

  /** Calls the waker that was registered last, unless it has been called. */
  public final void wake() {
    Waker taken = (Waker) WAKER.getAndSet(this, null);
    if (taken != null) {
      taken.wake();
    }
  }
}
