package dev.chime.store;

import dev.chime.store.commit.ClusterFeed;
import dev.chime.store.commit.Database;
import dev.chime.store.commit.Schema;
import dev.chime.store.commit.TimerCounts;
import dev.chime.store.commit.UnpersistedOutcomes;
import dev.chime.store.commit.Writers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What there is in a store, and how it does: for metrics and health. Thread-safe. */
public final class StoreFigures {

  private static final Duration STALLED = Duration.ofSeconds(10);

  private final Database database;
  private final ClusterFeed feed;
  private final Writers writers;
  private final UnpersistedOutcomes unpersisted;

  StoreFigures(
      Database database, ClusterFeed feed, Writers writers, UnpersistedOutcomes unpersisted) {
    this.database = database;
    this.feed = feed;
    this.writers = writers;
    this.unpersisted = unpersisted;
  }

  /** How many timers of each state there are. */
  public StoredTimers storedTimers() {
    TimerCounts total = writers.counts().total();
    long unwritten = unpersisted.size(); // some of which may have been counted just now
    return new StoredTimers(
        Math.max(0, total.pending() - unwritten),
        total.elapsed() + unwritten,
        total.cancelled(),
        total.skipped());
  }

  /** How many commands wait to be written. */
  public int queued() {
    return writers.queued();
  }

  /**
   * The part of the room for new timers that is taken in the fullest queue; from 1 on they are
   * refused.
   */
  public double queueUsed() {
    return writers.used();
  }

  /** How many notifications of changes this process has sent to all processes. */
  public long notificationsSent() {
    return feed.notificationsSent();
  }

  /** How many notifications of changes this process has received, its own included. */
  public long notificationsReceived() {
    return feed.notificationsReceived();
  }

  /** The kind of its database, and the version of its tables. */
  public Schema schema() {
    return database.schema();
  }

  /**
   * How long the oldest transaction that is being written has taken so far. Many seconds mean that
   * the disk, or the database, has stopped.
   */
  public Duration transactionAge() {
    return writers.running();
  }

  /**
   * The reason why nothing can be written, or why no changes of other processes arrive.
   *
   * @return null if there is no problem
   */
  public @Nullable String problem() {
    String problem = writers.problem();
    if (problem == null) {
      problem = stall(transactionAge());
    }
    return problem == null ? feed.problem() : problem;
  }

  /** What is wrong if a transaction takes so long; null if nothing is. */
  static @Nullable String stall(Duration age) {
    return age.compareTo(STALLED) < 0
        ? null
        : "a transaction has not come to its end for " + age.toSeconds() + " s";
  }
}
