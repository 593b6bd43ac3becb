package dev.chime.bench;

import java.io.IOException;

/**
 * Takes work from a queue and says that it is done, over a connection of its own. Not thread-safe.
 */
interface QueueWorker extends AutoCloseable {

  /**
   * Takes up to so many, says of each that it is done, and returns their number. Asks for all of
   * them at once, and settles all at once. If there is nothing, it may wait for a second.
   */
  int work(int max) throws IOException;

  @Override
  void close() throws IOException;

  /** Connects a worker. */
  @FunctionalInterface
  interface Connector {
    /**
     * Connects.
     *
     * @param number another one for each worker
     */
    QueueWorker connect(int number) throws IOException;
  }
}
