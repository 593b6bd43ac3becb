package dev.chime.async;

import org.jspecify.annotations.Nullable;

/**
 * Something that a thread sends to a shard through its inbox. The link to the next message is part
 * of the message, so posting allocates nothing. In return, a message may be in an inbox only once
 * at a time; the sender must see to that.
 */
public abstract class Message {

  /** The next message in the inbox; only for the inbox. */
  @Nullable Message next;

  /** For subclasses: tasks and timers. */
  protected Message() {}

  /** Called once for each posting, on the shard's own thread. Must not block. */
  protected abstract void receive();
}
