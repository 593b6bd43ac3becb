package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state word of a task: who may touch its future now, and whether a poll is owed.
 *
 * <p>Four bits. The states they spell are <em>idle</em> (none), <em>scheduled</em> ({@code
 * SCHEDULED}), <em>running</em> ({@code RUNNING}), <em>running and notified</em> ({@code RUNNING |
 * SCHEDULED}) and <em>complete</em> ({@code COMPLETE}); {@code CANCELLED} may be added to any but
 * the last. A task lies in its shard's run queue or inbox exactly while it is scheduled and not
 * running, hence at most once.
 *
 * <p>Every transition is one atomic read-modify-write, also where it turns out to change nothing:
 * the wake that finds the task already scheduled must still order what the waker's thread wrote
 * before it with what the coming poll reads. Dropping that "redundant" write is the classic lost
 * wake-up.
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

  /** Born scheduled: its spawner puts it into the queue for its first poll. */
  private volatile int state = SCHEDULED;

  /**
   * A wake, from any thread. Idle becomes scheduled and the caller must enqueue the task; running
   * becomes running and notified, and the poller will enqueue it; scheduled and complete stay as
   * they are, so wakes coalesce and a late one does nothing.
   *
   * @return whether the caller must enqueue the task
   */
  final boolean schedule() {
    int before = (int) STATE.getAndBitwiseOr(this, SCHEDULED);
    return (before & (SCHEDULED | RUNNING | COMPLETE)) == 0;
  }

  /**
   * A request to cancel, from any thread: like a wake, with a mark for the poller to find. While a
   * poll runs the mark waits for its end; a task that completes first ignores it.
   *
   * @return whether the caller must enqueue the task
   */
  final boolean scheduleCancellation() {
    int before = (int) STATE.getAndBitwiseOr(this, SCHEDULED | CANCELLED);
    return (before & (SCHEDULED | RUNNING | COMPLETE)) == 0;
  }

  /**
   * The shard takes the task from its queue: scheduled becomes running. Wakes before this moment
   * are answered by the poll that follows; wakes after it set the notified bit anew, so none is
   * lost.
   *
   * @return whether the task has been cancelled and must be dropped instead of polled
   */
  final boolean start() {
    int before = (int) STATE.getAndBitwiseXor(this, SCHEDULED | RUNNING);
    return (before & CANCELLED) != 0;
  }

  /**
   * The poll answered "pending": running becomes idle. If a wake came during the poll, running and
   * notified becomes scheduled, which is the same word without its running bit.
   *
   * @return whether the caller must enqueue the task again
   */
  final boolean suspend() {
    int before = (int) STATE.getAndBitwiseAnd(this, ~RUNNING);
    return (before & SCHEDULED) != 0;
  }

  /** The state in words, for debugging. Any thread. */
  final String stateName() {
    int seen = state;
    String name =
        switch (seen & ~CANCELLED) {
          case 0 -> "idle";
          case SCHEDULED -> "scheduled";
          case RUNNING -> "running";
          case RUNNING | SCHEDULED -> "running and notified";
          default -> "complete"; // perhaps with bits of wakes that came too late
        };
    return (seen & (CANCELLED | COMPLETE)) == CANCELLED ? name + ", cancelled" : name;
  }

  /** The end, from running: a wake that comes from now on finds nothing to do. */
  final void finish() {
    STATE.setRelease(this, COMPLETE); // a wake that comes just before sees it running, and leaves
  }
}
