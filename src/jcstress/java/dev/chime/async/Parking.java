package dev.chime.async;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real executor of one shard, run by one actor, and the moment in which its thread parks, looked
 * at closely. There the driver first lets the other actor do all that it will ever do, the unpark
 * included; and only then it parks. So the park either returns at once or would last for ever, and
 * which of the two no longer depends on timing.
 */
final class Parking implements Driver {

  /** The shard has ended by itself without parking. */
  static final int NEVER_PARKED = 0;

  /** The shard has parked and has been unparked. */
  static final int UNPARKED = 1;

  /** The shard has parked with something to do and nobody unparks it. */
  static final int ASLEEP = 2;

  /** No thread that has a permit takes so long to return from parking. */
  private static final long FOR_EVER = TimeUnit.SECONDS.toNanos(1);

  private final Executor executor = Executor.builder().driver(this::attach).build();
  private final Spawner spawner = executor.spawner();
  private final long nextEvent;
  private Shard shard;
  private int outcome = NEVER_PARKED;
  private volatile boolean aboutToPark;
  private volatile boolean sent;

  /** A shard that wants to sleep until {@code nextEvent}. */
  Parking(long nextEvent) {
    this.nextEvent = nextEvent;
  }

  private Driver attach(Shard shard) {
    this.shard = shard;
    return this;
  }

  /** Sends the message that ends the shard; it can wait until {@code event}. */
  void post(long event) {
    awaitNearness();
    shard.post(new End(spawner), event);
    sent = true;
  }

  /** Sends the message that ends the shard, which cannot wait. */
  void post() {
    awaitNearness();
    shard.post(new End(spawner));
    sent = true;
  }

  /** Lets the executor know that no more tasks will come, which ends it too. */
  void closeSpawner() {
    awaitNearness();
    spawner.close();
    sent = true;
  }

  /** Runs the shard to its end and tells how it parked. */
  int run() {
    executor.run();
    awaitSender();
    LockSupport.parkNanos(1); // uses up an unpark that came too late to matter
    return outcome;
  }

  @Override
  public int turn(int budget) {
    return 0;
  }

  @Override
  public long nextEvent() {
    aboutToPark = true;
    return nextEvent;
  }

  @Override
  public void park(long event) {
    awaitSender();
    long before = System.nanoTime();
    LockSupport.parkNanos(this, FOR_EVER);
    outcome = System.nanoTime() - before < FOR_EVER ? UNPARKED : ASLEEP;
  }

  /** Starts the sender when the shard is at the very door, where the race is. */
  private void awaitNearness() {
    while (!aboutToPark) {
      Thread.onSpinWait();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // must not use up the permit, as any parking would
  private void awaitSender() {
    for (int spins = 0; !sent; spins++) {
      if (spins < 1000) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private static final class End extends Message {
    private final Spawner spawner;

    End(Spawner spawner) {
      this.spawner = spawner;
    }

    @Override
    protected void receive() {
      spawner.close();
    }
  }
}
