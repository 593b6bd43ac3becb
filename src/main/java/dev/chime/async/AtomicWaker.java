package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A waker that one consumer stores at each poll and any number of producers can call: {@code
 * AtomicWaker} of futures-rs ({@code futures-core/src/task/__internal/atomic_waker.rs}).
 *
 * <p>The consumer first {@linkplain #register registers} its waker and then checks for data. A
 * producer first publishes its data and then {@linkplain #wake wakes}. So in every order, either
 * the consumer sees the data, or its waker is called. Writes before a wake are visible after the
 * next registration, and need no {@code volatile} of their own.
 *
 * <p>The states are <em>waiting</em> (no waker) and <em>registered</em> (a waker). {@link
 * #register} always leads to registered, and {@link #wake} always to waiting. So a waker is called
 * at most once for each registration, and a wake without a registered waker is not remembered. Both
 * methods are one atomic exchange, even if it changes nothing, as in {@link TaskState}. The
 * original has two more states, for a registration and a wake in progress: its wakers are two words
 * long, so it must lock them while it copies one. Here a waker is one reference. If a registration
 * and a wake race, then either the registration is first and its waker is called, or it is second
 * and the consumer sees the data.
 *
 * <p>Only one thread at a time may register; any thread may wake. The class is not final, so that
 * an object that exists a million times can extend it instead of holding a second object.
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

  /** Creates it without a waker. */
  public AtomicWaker() {}

  /** Stores the waker that the next {@link #wake} calls, in place of the one before. */
  public final void register(Waker latest) {
    Waker before = waker;
    if (before == null || !before.willWake(latest)) { // otherwise the right one is stored already
      WAKER.getAndSet(this, latest); // an exchange, because it must see a wake since the read above
    }
  }

  /** Calls the waker that was registered last, unless it has already been called. */
  public final void wake() {
    Waker taken = (Waker) WAKER.getAndSet(this, null);
    if (taken != null) {
      taken.wake();
    }
  }
}
