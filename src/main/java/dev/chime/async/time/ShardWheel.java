package dev.chime.async.time;

import dev.chime.async.Driver;
import dev.chime.async.Shard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * The timing wheel of one shard, as that shard's driver. Its time line is the wheel's: ticks of a
 * millisecond since the wheel was made. Deadlines are rounded up to ticks and the clock down, so
 * that nothing fires early.
 */
final class ShardWheel implements Driver {

  private static final Logger LOG = System.getLogger(ShardWheel.class.getName());

  private static final long NANOS_PER_TICK = 1_000_000;

  private static final VarHandle ARMED;
  private static final VarHandle POSTED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ARMED = lookup.findVarHandle(ShardWheel.class, "armed", int.class);
      POSTED = lookup.findVarHandle(Timer.class, "posted", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Shard shard;
  private final Ticker ticker;
  private final long origin;
  private final TimerWheel wheel = new TimerWheel(0);

  /** The wheel's size as others may read it. */
  @SuppressWarnings("unused") // through the handle
  private int armed;

  ShardWheel(Shard shard, Ticker ticker) {
    this.shard = shard;
    this.ticker = ticker;
    long now = ticker.nanos();
    this.origin = now - Math.floorMod(now, NANOS_PER_TICK); // ticks begin at whole milliseconds
  }

  boolean isCurrent() {
    return shard.isCurrent();
  }

  int armed() {
    return (int) ARMED.getOpaque(this);
  }

  SharedState arm(long deadline) {
    Timer timer = new Timer(tickAtOrAfter(deadline));
    if (isCurrent()) {
      insert(timer);
    } else {
      timer.post(timer.deadline);
    }
    return timer;
  }

  @Override
  public int turn(int budget) {
    int used = wheel.advance(tickNow(), budget, ShardWheel::fire);
    ARMED.setOpaque(this, wheel.size());
    return used;
  }

  @Override
  public long nextEvent() {
    return wheel.nextTick();
  }

  @Override
  public void park(long event) {
    if (event == NEVER) {
      LockSupport.park(this);
    } else {
      ticker.parkUntil(nanos(event));
    }
  }

  private static void fire(WheelEntry timer) {
    try {
      timer.fire();
    } catch (Throwable e) { // a waker must not throw; if one does, others still get theirs
      LOG.log(Level.WARNING, "a waker threw", e);
    }
  }

  private void insert(Timer timer) {
    wheel.insert(timer);
    ARMED.setOpaque(this, wheel.size());
  }

  private void remove(Timer timer) {
    wheel.remove(timer);
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

  /**
   * A timer of this wheel. Threads other than the shard's never touch the wheel: to arm, they post
   * the timer to the shard; to cancel, they settle it first and then post it, and the shard looks
   * which of the two it is. The flag keeps it from being posted twice; it is cleared before the
   * look, so a timer settled too late for one look gets another.
   */
  private final class Timer extends WheelEntry {
    @SuppressWarnings("unused") // through the handle
    private volatile boolean posted;

    Timer(long deadline) {
      super(deadline);
    }

    void post(long event) {
      if (!(boolean) POSTED.getAndSet(this, true)) {
        shard.post(this, event);
      }
    }

    @Override
    protected void receive() {
      POSTED.getAndSet(this, false); // a full fence: cleared before the look
      if (isSettled()) {
        if (isLinked()) {
          remove(this);
        }
      } else {
        insert(this);
      }
    }

    @Override
    void release() {
      if (!isCurrent()) {
        post(0);
      } else if (isLinked()) {
        remove(this);
      }
    }
  }
}
