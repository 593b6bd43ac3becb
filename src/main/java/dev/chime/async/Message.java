package dev.chime.async;

import org.jspecify.annotations.Nullable;

/**
 * A message that a thread sends to a shard through its inbox. It contains the link to the next
 * message, so posting allocates nothing. Therefore a message may be in an inbox only once at a
 * time; the sender is responsible for that.
 */
public abstract class Message {

  /** The next message in the inbox. Only the inbox and the shard use it. */
  @Nullable Message next;

  /** For subclasses, such as tasks and timers. */
  protected Message() {}

  /** Called once for each post, on the shard's thread. Must not block. */
  protected abstract void receive();
}
