package dev.chime.store.commit;

import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a process learns from a database that several processes share: the changes that all of them
 * commit, the database's clock, and who they are. Changes and members go to the {@link
 * dev.chime.timer.ChangeListener} that the feed was opened with. Thread-safe.
 */
public interface ClusterFeed extends AutoCloseable {

  /**
   * The current time of the clock that all processes go by.
   *
   * @return the database's time, or the system's if this process is alone
   */
  Instant now();

  /**
   * Passes the clock's time to the listener every now and then, on the feed's own thread. A process
   * that is alone passes none.
   */
  void onClock(Consumer<Instant> listener);

  /**
   * Why no changes arrive at present.
   *
   * @return null if they do
   */
  @Nullable String problem();

  /** How many notifications this process has sent to all processes, itself included. */
  long notificationsSent();

  /** How many notifications this process has received. */
  long notificationsReceived();

  /** Stops the feed. Idempotent. */
  @Override
  void close();
}
