package dev.chime.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The queue through which other threads reach a shard: an unbounded stack of messages. Any thread
 * may push. Only the shard takes messages, and always all of them.
 *
 * <p>This is Treiber's stack (R. K. Treiber, "Systems Programming: Coping with Parallelism", IBM RJ
 * 5118, 1986). No thread pops single elements, so the stack's ABA problem cannot occur: a push only
 * needs the head to be unchanged, and the drain takes all elements with one exchange. The drained
 * list has the newest message first. It is reversed, so that the messages of each sender come in
 * the order in which they were posted.
 *
 * <p>A push is a full fence. The shard's parking relies on it: see {@link Shard}.
 */
final class Inbox extends CacheLinePadded {

  private static final VarHandle HEAD;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(Inbox.class, "head", Message.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Message head;

  /** Adds a message. Any thread. */
  void push(Message message) {
    Message first;
    do {
      first = head;
      message.next = first;
    } while (!HEAD.compareAndSet(this, first, message));
  }

  /** Whether nothing has been pushed since the last drain. Any thread. */
  boolean isEmpty() {
    return head == null;
  }

  /** Takes all messages, oldest first, linked by {@link Message#next}. The shard's thread. */
  @Nullable Message drain() {
    if (head == null) {
      return null; // an idle shard does not need the exchange
    }
    Message newest = (Message) HEAD.getAndSet(this, null);
    Message oldest = null;
    while (newest != null) {
      Message older = newest.next;
      newest.next = oldest;
      oldest = newest;
      newest = older;
    }
    return oldest;
  }
}
