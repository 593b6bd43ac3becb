package dev.chime.async;

import org.jspecify.annotations.Nullable;

/**
 * A future that an executor runs: the book's {@code Task}. It owns its top-level future and is the
 * waker that the future is polled with. When woken, it puts itself back on the queue of its shard.
 *
 * <p>One object has all roles (task, waker, context, join handle, message), because there may be
 * millions of tasks. Only the shard's thread uses the fields, except the state word and the cell.
 */
final class Task<T> extends TaskState implements Waker, Context, JoinHandle<T> {

  /** The slot in {@link TaskSlab} of a task that has not run yet. */
  static final int NO_SLOT = -1;

  private final Shard shard;
  private @Nullable Future<T> future;
  int slot = NO_SLOT;

  Task(Shard shard, Future<T> future) {
    this.shard = shard;
    this.future = future;
  }

  @Override
  public void wake() {
    if (schedule()) {
      shard.submit(this);
    }
  }

  @Override
  public Waker waker() {
    return this;
  }

  @Override
  protected void receive() {
    shard.enqueue(this);
  }

  /** Polls the future once, or drops it if the task has been cancelled. The shard's thread. */
  void run() {
    boolean cancelled = start();
    boolean first = slot == NO_SLOT;
    if (first) {
      shard.register(this);
    }
    Future<T> polled = future;
    if (polled == null) {
      throw new IllegalStateException("a complete task was scheduled");
    }
    if (cancelled) {
      dropAndEnd(polled, JoinException.cancelled());
      return;
    }
    Poll<T> poll;
    shard.recordPoll(!first);
    try {
      poll = polled.poll(this);
    } catch (Throwable thrown) { // even an Error ends only this task
      dropAndEnd(polled, JoinException.failed(thrown));
      return;
    }
    if (poll instanceof Poll.Ready) {
      end(poll);
    } else if (suspend()) {
      shard.enqueue(this);
    }
  }

  /** Drops the future and ends as cancelled, in any state. The shard's thread. */
  void abort() {
    Future<T> dropped = future;
    if (dropped != null) { // otherwise the task has ended
      if (slot == NO_SLOT) {
        shard.register(this);
      }
      dropAndEnd(dropped, JoinException.cancelled());
    }
  }

  private void dropAndEnd(Future<T> dropped, JoinException reason) {
    try {
      dropped.drop();
    } catch (Throwable thrown) {
      reason.addSuppressed(thrown);
    }
    end(reason);
  }

  private void end(Object outcome) {
    future = null;
    finish();
    shard.deregister(this, outcome instanceof JoinException e ? e : null);
    try {
      settle(outcome);
    } catch (Throwable thrown) {
      shard.logThrowingWaker(thrown);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // end() stores the poll of a Future<T>
  public Poll<T> poll(Context context) {
    Object outcome = outcomeOrRegister(context.waker());
    if (outcome instanceof JoinException e) {
      throw e;
    }
    return outcome == null ? Poll.pending() : (Poll<T>) outcome;
  }

  @Override
  public void cancel() {
    if (scheduleCancellation()) {
      shard.submit(this);
    }
  }

  @Override
  public boolean isDone() {
    return outcome() != null;
  }

  /** For debugging. Any thread; the text may be out of date. */
  @Override
  public String toString() {
    Future<T> current = future;
    String suffix = current == null ? "" : ", " + current;
    return "Task[shard " + shard.index() + ", " + stateName() + suffix + "]";
  }
}
