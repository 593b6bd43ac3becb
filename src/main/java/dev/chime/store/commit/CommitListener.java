package dev.chime.store.commit;

import java.time.Duration;

/**
 * Is told of every transaction, and of every failure. Called on the store's threads; must be quick
 * and not throw.
 */
public interface CommitListener {

  /**
   * A transaction is committed, and on disk.
   *
   * @param commands how many commands it executed
   * @param took the time from its begin to the end of its fsync
   */
  void committed(int commands, Duration took);

  /** A transaction or a read has failed. */
  void failed();
}
