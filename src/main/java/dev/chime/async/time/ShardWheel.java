package dev.chime.async.time;

import dev.chime.async.Driver;
import dev.chime.async.Message;
import dev.chime.async.Shard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The driver of one shard: its timing wheel. The driver's time line is that of the wheel: ticks of
 * an eighth of a millisecond since the wheel was made. Deadlines are rounded up to ticks and the
 * clock is rounded down, so no timer fires early.
 *
 * <p>Only the shard's thread uses the wheel. Other threads send it messages to arm or drop timers.
 */
final class ShardWheel implements Driver {

  private static final Logger LOG = System.getLogger(ShardWheel.class.getName());

  /**
   * Deadlines are whole milliseconds of another clock, which start anywhere within the ticker's. So
   * a tick of a millisecond would make timers late by half of one.
   */
  private static final long NANOS_PER_TICK = 125_000;

  /** How many timers other threads may drop before a parked shard is woken to release them. */
  private static final int DROPS_PER_WAKE = 1024;

  private static final VarHandle ARMED;

  static {
    try {
      ARMED = MethodHandles.lookup().findVarHandle(ShardWheel.class, "armed", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Shard shard;
  private final Ticker ticker;
  private final long origin;
  private final TimerWheel wheel = new TimerWheel(0);
  private final AtomicInteger droppedByOthers = new AtomicInteger();

  /** The size of the wheel, for other threads. */
  @SuppressWarnings("unused") // through the handle
  private int armed;

  ShardWheel(Shard shard, Ticker ticker) {
    this.shard = shard;
    this.ticker = ticker;
    long now = ticker.nanos();
    this.origin = now - Math.floorMod(now, NANOS_PER_TICK); // some ticks start at milliseconds
  }

  boolean isCurrent() {
    return shard.isCurrent();
  }

  /** The number of armed timers. Any thread. */
  int armed() {
    return Math.max(0, (int) ARMED.getOpaque(this) - droppedByOthers.get());
  }

  /** Arms a timer. Any thread. */
  SharedState arm(long deadline) {
    Timer timer = new Timer();
    long tick = tickAtOrAfter(deadline);
    if (isCurrent()) {
      wheel.insert(timer, tick);
      publishSize();
    } else {
      shard.post(new ArmMessage(timer, tick), tick);
    }
    return timer;
  }

  @Override
  public int turn(int budget) {
    int used = wheel.advance(tickNow(), budget, this::fire);
    if (wheel.isSweepDue()) {
      wheel.sweep(budget);
    }
    publishSize();
    return used;
  }

  @Override
  public long nextEvent() {
    return wheel.isSweepDue() || wheel.canCascadeAhead() ? 0 : wheel.nextTick();
  }

  @Override
  public void park(long event) {
    if (event == NEVER) {
      LockSupport.park(this);
    } else {
      ticker.parkUntil(nanos(event));
    }
  }

  private void fire(WheelEntry timer) {
    publishSize();
    try {
      timer.fire();
    } catch (Throwable thrown) { // wakers must not throw; after one that does, call the others
      LOG.log(Level.WARNING, () -> "a waker threw " + thrown.getClass().getName());
    }
  }

  private void publishSize() {
    ARMED.setOpaque(this, wheel.size());
  }

  private long tickNow() {
    return Math.floorDiv(ticker.nanos() - origin, NANOS_PER_TICK);
  }

  private long tickAtOrAfter(long deadline) {
    return Math.max(0, Math.ceilDiv(deadline - origin, NANOS_PER_TICK));
  }

  private long nanos(long tick) {
    return origin + tick * NANOS_PER_TICK;
  }

  /** A timer of this wheel. If it is posted as a message, another thread has dropped it. */
  private final class Timer extends WheelEntry {

    @Override
    boolean isFiredByCurrentThread() {
      return isCurrent();
    }

    @Override
    void release(boolean byFiringThread) {
      if (byFiringThread) {
        wheel.drop(this);
        publishSize();
      } else {
        boolean wake = droppedByOthers.incrementAndGet() % DROPS_PER_WAKE == 0;
        shard.post(this, wake ? 0 : NEVER);
      }
    }

    @Override
    protected void receive() {
      wheel.drop(this);
      droppedByOthers.decrementAndGet();
      publishSize();
    }
  }

  /** A message from another thread that inserts a timer into the wheel. */
  private final class ArmMessage extends Message {
    private final Timer timer;
    private final long tick;

    ArmMessage(Timer timer, long tick) {
      this.timer = timer;
      this.tick = tick;
    }

    @Override
    protected void receive() {
      wheel.insert(timer, tick); // even if it was dropped: the message for that comes later
      publishSize();
    }
  }
}
