package dev.chime.store.commit;

import java.time.Duration;

/** Is told of every transaction, on the writer's thread; must be quick and not throw. */
public interface CommitListener {

  /**
   * A transaction is on disk.
   *
   * @param commands how many requests it answered
   * @param took from its begin to the end of its fsync
   */
  void committed(int commands, Duration took);

  /** A transaction, or something read, has failed. */
  void failed();
}
