package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state of a task, in one word: which thread may use its future now, and whether it must be
 * polled.
 *
 * <p>The word has four bits. Its states are <em>idle</em> (no bit), <em>scheduled</em> ({@code
 * SCHEDULED}), <em>running</em> ({@code RUNNING}), <em>running and notified</em> ({@code RUNNING |
 * SCHEDULED}) and <em>complete</em> ({@code COMPLETE}). {@code CANCELLED} may be added to any state
 * but the last. While a task is scheduled and not running, it is in the run queue or inbox of its
 * shard, once. Otherwise it is in neither.
 *
 * <p>Every transition is one atomic read-modify-write, even if it changes nothing. A wake that
 * finds the task already scheduled must still order the writes of the waking thread before the
 * reads of the next poll. Without this "redundant" write, a wake-up can be lost.
 */
abstract class TaskState extends WakerCell {

  private static final int SCHEDULED = 1;
  private static final int RUNNING = 1 << 1;
  private static final int COMPLETE = 1 << 2;
  private static final int CANCELLED = 1 << 3;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(TaskState.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The first state is scheduled, because the spawner puts the task into the queue. */
  private volatile int state = SCHEDULED;

  /**
   * Records a wake. Any thread. Idle becomes scheduled, and the caller must enqueue the task.
   * Running becomes running and notified, and the polling thread will enqueue it. Scheduled and
   * complete stay as they are, so several wakes count as one, and a late wake does nothing.
   *
   * @return whether the caller must enqueue the task
   */
  final boolean schedule() {
    int before = (int) STATE.getAndBitwiseOr(this, SCHEDULED);
    return (before & (SCHEDULED | RUNNING | COMPLETE)) == 0;
  }

  /**
   * Records a request to cancel. Any thread. It is like a wake, but also sets a bit for the polling
   * thread. If a poll is running, the bit takes effect after it. If the task completes first, the
   * bit has no effect.
   *
   * @return whether the caller must enqueue the task
   */
  final boolean scheduleCancellation() {
    int before = (int) STATE.getAndBitwiseOr(this, SCHEDULED | CANCELLED);
    return (before & (SCHEDULED | RUNNING | COMPLETE)) == 0;
  }

  /**
   * Called when the shard has taken the task from its queue: scheduled becomes running. The next
   * poll serves the wakes before this moment. Later wakes set the notified bit again, so no wake is
   * lost.
   *
   * @return whether the task has been cancelled, and must be dropped and not polled
   */
  final boolean start() {
    int before = (int) STATE.getAndBitwiseXor(this, SCHEDULED | RUNNING);
    return (before & CANCELLED) != 0;
  }

  /**
   * Called after a poll that returned "pending": running becomes idle. If a wake came during the
   * poll, running and notified becomes scheduled. That is the same word without the running bit.
   *
   * @return whether the caller must enqueue the task again
   */
  final boolean suspend() {
    int before = (int) STATE.getAndBitwiseAnd(this, ~RUNNING);
    return (before & SCHEDULED) != 0;
  }

  /** The state in words, for debugging. Any thread. */
  final String stateName() {
    int current = state;
    String name =
        switch (current & ~CANCELLED) {
          case 0 -> "idle";
          case SCHEDULED -> "scheduled";
          case RUNNING -> "running";
          case RUNNING | SCHEDULED -> "running and notified";
          default -> "complete"; // late wakes may have set other bits
        };
    return (current & (CANCELLED | COMPLETE)) == CANCELLED ? name + ", cancelled" : name;
  }

  /** Called at the end of the task: running becomes complete. Later wakes do nothing. */
  final void finish() {
    STATE.setRelease(
        this, COMPLETE); // a wake just before this sees it running and does not enqueue
  }
}
