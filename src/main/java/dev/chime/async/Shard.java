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
 * A part of an executor: one thread with its run queue, its tasks, a driver, and an inbox for
 * messages from other threads. A task stays on its shard. So only one thread uses its future, and
 * the future needs no locks.
 *
 * <p>The thread runs in turns. A turn receives messages, processes the driver's due events, and
 * polls tasks. Each of the three has a budget, so a flood of one delays the others only by one
 * bounded turn.
 *
 * <p><b>Parking.</b> If there is nothing to do, the thread first publishes until when it will park,
 * then checks the inbox again, then parks. A sender first pushes its message, then reads that time,
 * and unparks the thread if the message cannot wait so long. Both sides write before they read, so
 * at least one of them sees the other: either the thread sees the message, or the sender sees that
 * the thread parks (Dekker's argument; Lamport's bakery algorithm and every futex also depend on
 * it). A thread that is unparked without a reason takes an empty turn.
 */
public final class Shard {

  private static final Logger LOG = System.getLogger(Shard.class.getName());

  /** The most messages to receive, driver steps to take and tasks to poll in one turn. */
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

  /** The index of this shard among those of its executor, starting at zero. */
  public int index() {
    return index;
  }

  /** Whether the calling thread is the shard's thread. */
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Posts a message, which the shard receives in its next turn. Any thread. */
  public void post(Message message) {
    post(message, URGENT);
  }

  /**
   * Posts a message that can wait until {@code event} on the driver's time line. A shard that will
   * wake before that time is not unparked. Any thread.
   */
  public void post(Message message, long event) {
    inbox.push(message);
    long until = parkedUntil;
    if (event < until && PARKED_UNTIL.compareAndSet(this, until, AWAKE)) {
      LockSupport.unpark(thread); // only one of the senders that see it parked gets here
    }
  }

  /** Makes the shard take a turn now, to notice a change that is not a message. Any thread. */
  public void unpark() {
    LockSupport.unpark(thread);
  }

  // ---- tasks ----

  /**
   * Reserves capacity for one task. Any thread.
   *
   * @throws RejectedSpawnException if the shard is full or closed
   */
  void reserve() {
    pending.increment();
    RejectedSpawnException refusal = refusal();
    if (refusal != null) {
      release();
      throw refusal;
    }
  }

  /** Returns reserved capacity that was not used. Any thread. */
  void release() {
    pending.decrement();
    if (pending.get() == 0) {
      executor.taskCountReachedZero();
    }
  }

  /** Spawns a task whose capacity is reserved. Any thread. */
  <T> Task<T> spawnReserved(Future<T> future) {
    Task<T> task = new Task<>(this, future);
    submit(task);
    return task;
  }

  /**
   * Spawns a task. Any thread.
   *
   * @throws RejectedSpawnException if the shard is full or closed
   */
  <T> Task<T> spawn(Future<T> future) {
    if (!isCurrent()) {
      reserve();
      return spawnReserved(future);
    }
    pending.incrementByOwner();
    RejectedSpawnException refusal = refusal();
    if (refusal != null) {
      pending.decrementByOwner();
      throw refusal;
    }
    Task<T> task = new Task<>(this, future);
    enqueue(task);
    return task;
  }

  /**
   * The reason why a task that has just been counted cannot be accepted; null if it can. Call it
   * after counting the task: a closing executor first refuses tasks and then reads the count, so it
   * misses none.
   */
  private @Nullable RejectedSpawnException refusal() {
    if (pending.get() > capacity) {
      return RejectedSpawnException.full(capacity);
    }
    return executor.isClosedToSpawns() ? RejectedSpawnException.closed() : null;
  }

  /** Puts a scheduled task into the run queue, through the inbox if necessary. Any thread. */
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

  /** Adds a task to the tasks of this shard, at its first run. The shard's thread. */
  void register(Task<?> task) {
    tasks.add(task);
    counters.recordSpawned();
  }

  /** Removes a task that has ended. The shard's thread. */
  void deregister(Task<?> task, @Nullable JoinException reason) {
    tasks.remove(task);
    if (reason == null) {
      counters.recordCompleted();
    } else if (reason.isCancelled()) {
      counters.recordCancelled();
    } else {
      counters.recordFailed();
      logFailure(reason);
    }
    pending.decrementByOwner();
  }

  private static void logFailure(JoinException reason) {
    try {
      LOG.log(
          Level.WARNING,
          "a task threw, and has ended; other tasks are not affected",
          reason.getCause());
    } catch (RuntimeException e) { // the exception cannot be printed; the handle still has it
      LOG.log(Level.WARNING, reason.getMessage());
    }
  }

  /** Counts the next poll, and the wake that led to it, if any. The shard's thread. */
  void recordPoll(boolean woken) {
    counters.recordPolled();
    if (woken) {
      counters.recordWoken();
    }
  }

  /** Logs that a waker has broken its contract. Other tasks are not affected. */
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

  /** Runs turns until the executor ends. The calling thread becomes the shard's thread. */
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

  /** Makes the calling thread the shard's thread. */
  void adopt() {
    thread = Thread.currentThread();
  }

  /** Runs one turn: some messages, some events, some polls. */
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
      message.next = null; // before it is received, because then it may be posted again
      message.receive();
    }
    if (left != null || backlog != null) {
      backlog = left; // written only once a turn, because senders often read this object
    }
  }

  private void pollReady() {
    for (int budget = Math.min(ready.size(), POLL_BUDGET); budget > 0; budget--) {
      ready.remove().run();
    }
  }

  private void park() {
    if (spinning.spinFor(this::hasWork)) {
      return;
    }
    long event = driver.nextEvent();
    parkedUntil = event;
    VarHandle.fullFence(); // also orders the task counts: two shards may end at the same time
    if (inbox.isEmpty() && !executor.hasEnded()) {
      interrupted |= Thread.interrupted(); // an interrupted thread would not park
      long before = System.nanoTime();
      driver.park(event);
      if (!inbox.isEmpty()) {
        spinning.recordPark(System.nanoTime() - before);
      }
    }
    parkedUntil = AWAKE;
  }

  private boolean hasWork() {
    return !inbox.isEmpty() || executor.hasEnded();
  }

  /**
   * Cancels every task that is left, and those that are still being spawned, so that no handle
   * waits forever.
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
        LockSupport.parkNanos(this, 100_000); // a spawner has counted a task but not submitted it
      }
    }
  }
}
