package dev.chime.async;

import org.jspecify.annotations.Nullable;

/**
 * Something that one thread hands to a shard through its inbox. The link is part of the message, so
 * that posting allocates nothing; hence a message may lie in an inbox only once at a time, which is
 * its sender's duty to ensure.
 */
public abstract class Message {

  /** The next message in the inbox; the inbox's alone. */
  @Nullable Message next;

  /** Subclassed by what travels: tasks and timers. */
  protected Message() {}

  /** Called once for each posting, on the shard's own thread. Must not block. */
  protected abstract void receive();
}
