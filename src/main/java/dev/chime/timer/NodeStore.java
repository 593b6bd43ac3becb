package dev.chime.timer;

import dev.chime.async.Future;
import java.time.Instant;
import java.util.Map;

/**
 * A store that knows which processes share it. Asynchronous, like {@link TimerStore}: the future
 * throws {@link StoreException}. Thread-safe.
 */
@FunctionalInterface
public interface NodeStore {

  /**
   * When each process was last heard of, by its name. One that has gone without a word is in it for
   * about a minute. Empty if no processes can share the store.
   */
  Future<Map<String, Instant>> lastSeen();
}
