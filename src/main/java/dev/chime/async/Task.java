package dev.chime.async;

import org.jspecify.annotations.Nullable;

/**
 * A future on its way through an executor: the book's {@code Task}. It owns its top-level future,
 * is the waker that its future is polled with, and puts itself back on its shard's queue when
 * woken.
 *
 * <p>One object plays every part (task, waker, context, join handle, message) because there may be
 * millions. Its fields other than the state word and the cell belong to the shard's thread.
 */
final class Task<T> extends TaskState implements Waker, Context, JoinHandle<T> {

  /** The place in {@link TaskSlab} of a task that has not had its first run. */
  static final int UNSEEN = -1;

  private final Shard shard;
  private @Nullable Future<T> future;
  int slot = UNSEEN;

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
    boolean first = slot == UNSEEN;
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
    shard.polling(!first);
    try {
      poll = polled.poll(this);
    } catch (Throwable thrown) { // whatever it is, it is this task's alone
      dropAndEnd(polled, JoinException.failed(thrown));
      return;
    }
    if (poll instanceof Poll.Ready) {
      end(poll);
    } else if (suspend()) {
      shard.enqueue(this);
    }
  }

  /** Drops the future and ends as cancelled, wherever the task stands. The shard's thread. */
  void abort() {
    Future<T> dropped = future;
    if (dropped != null) { // else it has ended
      if (slot == UNSEEN) {
        shard.register(this);
      }
      dropAndEnd(dropped, JoinException.cancelled());
    }
  }

  private void dropAndEnd(Future<T> dropped, JoinException why) {
    try {
      dropped.drop();
    } catch (Throwable thrown) {
      why.addSuppressed(thrown);
    }
    end(why);
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
    Object outcome = outcomeOr(context.waker());
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

  /** For debugging. Any thread; what it says may be out of date. */
  @Override
  public String toString() {
    Future<T> current = future;
    String what = current == null ? "" : ", " + current;
    return "Task[shard " + shard.index() + ", " + stateName() + what + "]";
  }
}
