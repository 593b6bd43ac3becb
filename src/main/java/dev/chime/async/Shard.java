package dev.chime.async;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thread and all that it owns: a run queue, its tasks, a driver, and an inbox for everybody
 * else. A task stays on its shard, so its future is only ever touched by one thread and needs no
 * locks.
 *
 * <p>The thread takes turns. A turn receives messages, lets the driver's due events happen, and
 * polls tasks, each up to a budget; so a flood of any of the three delays the others by one bounded
 * turn only.
 *
 * <p><b>Parking.</b> With nothing to do, the thread first publishes until when it means to sleep,
 * then looks at the inbox once more, then parks. A sender first pushes its message, then reads that
 * time, and unparks the thread if its message cannot wait so long. Both sides write before they
 * read, so at least one of them sees the other: either the thread sees the message, or the sender
 * sees that the thread sleeps (Dekker's argument; Lamport's bakery and every futex rest on it too).
 * A parked thread that is unparked for nothing just takes an empty turn.
 */
public final class Shard {

  private static final Logger LOG = System.getLogger(Shard.class.getName());

  /** Messages received, driver steps taken and tasks polled in one turn, at most. */
  private static final int MESSAGE_BUDGET = 1024;

  private static final int EVENT_BUDGET = 256;
  private static final int POLL_BUDGET = 128;

  /** Values of {@link #parkedUntil} and of a message's time that no event of a driver can have. */
  private static final long AWAKE = Long.MIN_VALUE;

  private static final long URGENT = Long.MIN_VALUE + 1;

  private static final VarHandle PARKED_UNTIL;

  static {
    try {
      PARKED_UNTIL = MethodHandles.lookup().findVarHandle(Shard.class, "parkedUntil", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Executor executor;
  private final int index;
  private final int capacity;
  private final Inbox inbox = new Inbox();
  private final TaskCount pending = new TaskCount();
  private final ShardCounters counters = new ShardCounters();
  private final ArrayDeque<Task<?>> ready = new ArrayDeque<>();
  private final TaskSlab tasks = new TaskSlab();
  private final Driver driver;

  private final Spinning spinning = new Spinning();

  private @Nullable Message backlog;
  private boolean interrupted;
  private volatile @Nullable Thread thread;
  private volatile long parkedUntil = AWAKE;

  Shard(
      Executor executor,
      int index,
      int capacity,
      Function<? super Shard, ? extends Driver> drivers) {
    this.executor = executor;
    this.index = index;
    this.capacity = capacity;
    this.driver = drivers.apply(this);
  }

  /** Which of its executor's shards this is, from zero. */
  public int index() {
    return index;
  }

  /** Whether the calling thread is this shard's own. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Hands over a message to be received in the shard's next turn. Any thread. */
  public void post(Message message) {
    post(message, URGENT);
  }

  /**
   * Hands over a message that can wait until {@code event} on the driver's time line: a shard that
   * means to wake before then is not disturbed. Any thread.
   */
  public void post(Message message, long event) {
    inbox.push(message);
    long until = parkedUntil;
    if (event < until && PARKED_UNTIL.compareAndSet(this, until, AWAKE)) {
      LockSupport.unpark(thread); // the exchange leaves this to one of all who see it parked
    }
  }

  /** Makes the shard take a turn now, to notice what is not a message. Any thread. */
  public void unpark() {
    LockSupport.unpark(thread);
  }

  // ---- tasks ----

  /** Reserves room for one task, or refuses. Any thread. */
  void reserve() {
    pending.increment();
    RejectedSpawnException refusal = refusal();
    if (refusal != null) {
      release();
      throw refusal;
    }
  }

  /** Gives back room that was reserved and is not used. Any thread. */
  void release() {
    pending.decrement();
    if (pending.get() == 0) {
      executor.taskCountReachedZero();
    }
  }

  /** Makes a task of a future for which there is room. Any thread. */
  <T> Task<T> spawnReserved(Future<T> future) {
    Task<T> task = new Task<>(this, future);
    submit(task);
    return task;
  }

  /** Makes a task of a future, or refuses. Any thread. */
  <T> Task<T> spawn(Future<T> future) {
    if (!isCurrent()) {
      reserve();
      return spawnReserved(future);
    }
    pending.incrementAlone();
    RejectedSpawnException refusal = refusal();
    if (refusal != null) {
      pending.decrementAlone();
      throw refusal;
    }
    Task<T> task = new Task<>(this, future);
    enqueue(task);
    return task;
  }

  /**
   * Why a task that has just been counted cannot be admitted; null if it can. To be asked after the
   * counting: a closing executor first refuses tasks, then counts them, so none is overlooked.
   */
  private @Nullable RejectedSpawnException refusal() {
    if (pending.get() > capacity) {
      return RejectedSpawnException.full(capacity);
    }
    return executor.isClosedToSpawns() ? RejectedSpawnException.closed() : null;
  }

  /** Puts a scheduled task into the run queue, by way of the inbox if need be. Any thread. */
  void submit(Task<?> task) {
    if (isCurrent()) {
      enqueue(task);
    } else {
      post(task);
    }
  }

  /** Puts a scheduled task at the end of the run queue. The shard's thread. */
  void enqueue(Task<?> task) {
    ready.add(task);
  }

  /** Adds a task to those of this shard, at its first run. The shard's thread. */
  void register(Task<?> task) {
    tasks.add(task);
    counters.spawned();
  }

  /** Removes a task that has ended. The shard's thread. */
  void deregister(Task<?> task, @Nullable JoinException why) {
    tasks.remove(task);
    if (why == null) {
      counters.completed();
    } else if (why.isCancelled()) {
      counters.cancelled();
    } else {
      counters.failed();
      logFailure(why);
    }
    pending.decrementAlone();
  }

  private static void logFailure(JoinException why) {
    try {
      LOG.log(
          Level.WARNING,
          "a task threw, and has ended; other tasks are not affected",
          why.getCause());
    } catch (RuntimeException e) { // an exception that cannot be printed; the handle has it
      LOG.log(Level.WARNING, why.getMessage());
    }
  }

  /** Counts a poll that is about to be made, and the wake that led to it. The shard's thread. */
  void polling(boolean woken) {
    counters.polled();
    if (woken) {
      counters.woken();
    }
  }

  /** Logs that a waker has broken its contract; nobody else is affected. */
  void logThrowingWaker(Throwable thrown) {
    LOG.log(Level.WARNING, () -> "a waker threw " + thrown.getClass().getName());
  }

  /** For debugging. Any thread; the numbers may be out of date. */
  @Override
  public String toString() {
    long until = parkedUntil;
    String state =
        until == AWAKE ? "awake" : until == Driver.NEVER ? "parked" : "parked until " + until;
    return "Shard[" + index + ", " + state + ", " + pending.get() + " tasks]";
  }

  int pending() {
    return pending.get();
  }

  ShardStats stats() {
    return counters.read(index, pending.get());
  }

  // ---- the thread ----

  /** Takes turns until the executor ends. The calling thread is the shard's from now on. */
  void run() {
    adopt();
    try {
      while (!executor.hasEnded()) {
        turn();
        if (ready.isEmpty() && backlog == null) {
          park();
        }
      }
      abortAll();
    } finally {
      executor.shardEnded();
      thread = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Makes the calling thread the shard's. */
  void adopt() {
    thread = Thread.currentThread();
  }

  /** One turn: some messages, some events, some polls. */
  void turn() {
    receive();
    driver.turn(EVENT_BUDGET);
    pollReady();
  }

  private void receive() {
    Message left = backlog;
    for (int budget = MESSAGE_BUDGET; budget > 0; budget--) {
      Message message = left != null ? left : inbox.drain();
      if (message == null) {
        break;
      }
      left = message.next;
      message.next = null; // before it is received: from then on it may be posted again
      message.receive();
    }
    if (left != null || backlog != null) {
      backlog = left; // once a turn: senders read this object all the time
    }
  }

  private void pollReady() {
    for (int budget = Math.min(ready.size(), POLL_BUDGET); budget > 0; budget--) {
      ready.remove().run();
    }
  }

  private void park() {
    if (spinning.spinFor(this::hasNews)) {
      return;
    }
    long event = driver.nextEvent();
    parkedUntil = event;
    VarHandle.fullFence(); // orders the counts of tasks, too: two shards may end at the same time
    if (inbox.isEmpty() && !executor.hasEnded()) {
      interrupted |= Thread.interrupted(); // while it is set, no thread parks
      long before = System.nanoTime();
      driver.park(event);
      if (!inbox.isEmpty()) {
        spinning.recordPark(System.nanoTime() - before);
      }
    }
    parkedUntil = AWAKE;
  }

  private boolean hasNews() {
    return !inbox.isEmpty() || executor.hasEnded();
  }

  /**
   * Ends every task that is left, also those still being spawned, so that no handle waits in vain.
   */
  private void abortAll() {
    while (pending.get() > 0) {
      receive();
      for (Task<?> task = ready.poll(); task != null; task = ready.poll()) {
        task.abort(); // even before its first run
      }
      for (Task<?> task = tasks.any(); task != null; task = tasks.any()) {
        task.abort();
      }
      if (pending.get() > 0 && inbox.isEmpty() && backlog == null) {
        LockSupport.parkNanos(this, 100_000); // a spawner is between admission and submission
      }
    }
  }
}
