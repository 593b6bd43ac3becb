package dev.chime.store.commit;

import dev.chime.schedule.OccurrenceId;
import dev.chime.timer.ChangeListener;
import dev.chime.timer.Decision;
import dev.chime.timer.TestClocks;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Elapses timers in memory: decides the outcome at once, and has it written later (write-behind).
 * For a database that nobody else writes to. All reads and all commands look here first, so nobody
 * sees or changes a timer as pending after it has elapsed. Thread-safe, but for the methods that
 * say otherwise.
 *
 * <p>An elapse may be answered before it is on disk, because a crash cannot change it. From the
 * deadline on, a timer can only elapse: cancels and amendments count only if they were accepted
 * before. The deadline is on disk, the service's clock does not start before the latest time on
 * disk, and all that is due elapses before the first request is answered. Four kinds of timers
 * cannot be decided here:
 *
 * <ul>
 *   <li>a timer that a command is about to change: who comes first is then decided by the order of
 *       the commands;
 *   <li>a timer with a maximum lateness: it might be skipped after a crash;
 *   <li>an occurrence of a schedule that is to be delivered: it is skipped if the delivery of the
 *       one before is still open, which the transaction of its outcome sees;
 *   <li>a timer that goes by a test clock: it elapses in the order of the turns of that clock.
 * </ul>
 *
 * <p>The outcome of another occurrence is like that of any timer. The next occurrence is made when
 * it is written, in the same transaction, by the time at which it was decided. Commands about a
 * schedule, or about an occurrence that is not there yet, have that done first.
 */
public final class UnpersistedOutcomes {

  private static final Logger LOG = System.getLogger(UnpersistedOutcomes.class.getName());

  /** How many outcomes may wait to be written. */
  static final int CAPACITY = 65_536;

  /**
   * What is known of a timer.
   *
   * @param commands how many commands that may change it are queued or being executed
   * @param outcome the timer with its outcome; null if it has none here
   */
  private record Entry(int commands, @Nullable Timer outcome) {

    static final Entry NONE = new Entry(0, null);

    @Nullable Entry orNull() {
      return commands == 0 && outcome == null ? null : this;
    }
  }

  private final TestClocks clocks;
  private final ConcurrentMap<TimerId, Entry> entries = new ConcurrentHashMap<>();
  private final Queue<Timer> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger undelivered = new AtomicInteger();
  private final AtomicLong decided = new AtomicLong();
  private volatile long written;
  private final List<Timer> persisting = new ArrayList<>();
  private final List<SchedulePass> passes = new ArrayList<>();
  private final AtomicLong changes = new AtomicLong();

  /**
   * Without outcomes so far.
   *
   * @param clocks tell by which clock a namespace goes
   */
  public UnpersistedOutcomes(TestClocks clocks) {
    this.clocks = clocks;
  }

  /** Announces a command that may change a timer. Until its end nothing is decided here. */
  public void beginCommand(TimerId id) {
    entries.merge(
        id,
        new Entry(1, null),
        (entry, one) -> new Entry(entry.commands + one.commands, entry.outcome));
  }

  /** The end of a command, after its change has been published. */
  public void endCommand(TimerId id) {
    entries.computeIfPresent(
        id, (_, entry) -> new Entry(entry.commands - 1, entry.outcome).orNull());
  }

  /**
   * How often rows have changed, apart from new ones: a timer that was read from the database is up
   * to date if this number is the same as before the read.
   */
  public long changes() {
    return changes.get();
  }

  /** Takes note that rows have changed. Called after the commit, before anybody is told. */
  void rowsChanged() {
    changes.incrementAndGet();
  }

  /**
   * Elapses a timer that is due, if that can be decided here. The caller then publishes the
   * outcome, and {@linkplain #persistLater has it written}.
   *
   * @param latest returns the latest version of the timer; null if it is not known
   * @return null if it cannot be decided here
   */
  public @Nullable Decision elapse(TimerId id, Instant now, Supplier<@Nullable Timer> latest) {
    Decision[] decision = new Decision[1];
    entries.compute(
        id,
        (_, entry) -> {
          if (entry != null && entry.outcome != null) {
            decision[0] = new Decision.Unchanged(entry.outcome);
            return entry;
          }
          Timer timer = entry == null ? latest.get() : null;
          if (timer == null) {
            return entry;
          }
          if (!timer.isPending() || !timer.isDue(now)) {
            decision[0] = new Decision.Unchanged(timer);
            return entry;
          }
          if (!canDecide(timer) || size() >= CAPACITY) {
            return entry;
          }
          Timer outcome = timer.outcomeAt(now);
          decision[0] = new Decision.Changed(outcome);
          decided.incrementAndGet();
          return new Entry(0, outcome);
        });
    return decision[0];
  }

  /** Whether a timer is of a kind that can be decided in memory. */
  boolean canDecide(Timer timer) {
    return timer.maxLateness() == null
        && (timer.destination() == null || !OccurrenceId.isOccurrence(timer.id()))
        && !clocks.isTest(timer.id().namespace());
  }

  /** Queues an outcome, which has been published, to be written. */
  public void persistLater(Timer outcome) {
    if (outcome.isToDeliver()) {
      undelivered.incrementAndGet();
    }
    queue.add(outcome);
  }

  /** Whether a delivery can begin only when the outcomes that wait are written. */
  boolean isUrgent() {
    return undelivered.get() > 0;
  }

  /** How many outcomes have been decided so far, in all. */
  public long decided() {
    return decided.get();
  }

  /** How many of these have been written. */
  public long written() {
    return written;
  }

  /** Adds an outcome that could not be written. */
  void add(Timer outcome) {
    entries.merge(
        outcome.id(), new Entry(0, outcome), (entry, added) -> new Entry(entry.commands, outcome));
    decided.incrementAndGet();
    persistLater(outcome);
  }

  /**
   * The timer with its outcome.
   *
   * @return null if there is no outcome of it here
   */
  public @Nullable Timer get(TimerId id) {
    return entries.getOrDefault(id, Entry.NONE).outcome;
  }

  /** How many outcomes are not in the database yet. */
  public long size() {
    long before = written; // read first: the difference is never negative
    return decided.get() - before;
  }

  /** Whether no outcome waits to be written. For the writer's thread. */
  boolean allPersisted() {
    return queue.isEmpty() && persisting.isEmpty();
  }

  /** The timer as it stands, given what the database has of it. */
  public Optional<Timer> applyTo(Optional<Timer> read) {
    return read.map(this::latest);
  }

  /** The timer as it stands, given what the database has of it. */
  public Timer latest(Timer read) {
    Timer newer = get(read.id());
    return newer == null ? read : newer;
  }

  /** Begins a transaction, or a failed one anew. For the writer's thread. */
  void begin() {
    passes.clear();
  }

  /**
   * Writes outcomes in the current transaction, the oldest first; {@link #persisted} is to be
   * called after the commit. If that fails, the next call writes them again. For the writer's
   * thread.
   *
   * @param limit the most outcomes
   */
  void persist(WriteSession session, int limit) throws SQLException {
    while (persisting.size() < limit) {
      Timer next = queue.poll();
      if (next == null) {
        break;
      }
      persisting.add(next);
    }
    if (!persisting.isEmpty()) {
      write(session, persisting);
    }
  }

  private void write(WriteSession session, List<Timer> outcomes) throws SQLException {
    session.recordElapsed(outcomes);
    for (Timer outcome : outcomes) {
      SchedulePass pass = passAfter(session, outcome);
      if (pass != null) {
        passes.add(pass);
      }
    }
  }

  /** By the time of the outcome, as if it had been written then. */
  private static @Nullable SchedulePass passAfter(WriteSession session, Timer outcome)
      throws SQLException {
    Instant at = Objects.requireNonNull(outcome.decidedAt());
    try {
      return SchedulePass.after(
          session, outcome, at, SchedulePass.gapSince(outcome, Instant.now()));
    } catch (RuntimeException e) { // one schedule must not keep all outcomes from being written
      LOG.log(Level.ERROR, "a schedule cannot go on after " + outcome.id(), e);
      return null;
    }
  }

  /**
   * Writes the outcome of a timer in the current transaction, if it has one here, although others
   * may be older. For the writer's thread.
   *
   * @return whether it has one here
   */
  boolean persistAhead(WriteSession session, TimerId id) throws SQLException {
    Timer outcome = get(id);
    if (outcome == null) {
      return false;
    }
    write(session, List.of(outcome)); // once more in its turn, when it changes nothing
    return true;
  }

  /**
   * Forgets the outcomes that were written by the transaction that is now committed. For the
   * writer's thread.
   *
   * @param news is told of their deliveries
   * @return how many
   */
  int persisted(CommitNews news) {
    int size = persisting.size();
    if (size > 0) {
      rowsChanged(); // before they are removed: see changes()
      for (Timer outcome : persisting) {
        entries.computeIfPresent(
            outcome.id(), (_, entry) -> new Entry(entry.commands, null).orNull());
      }
      written = written() + size; // only this thread writes it
      for (Timer outcome : persisting) {
        if (outcome.isToDeliver()) {
          undelivered.decrementAndGet();
          news.elapsed(outcome);
        }
      }
      persisting.clear();
    }
    return size;
  }

  /** Tells of the occurrences that were made with outcomes. For the writer's thread. */
  void announceMade(ChangeListener changes, CommitNews news) {
    if (!passes.isEmpty()) {
      List<TimerChange> made = SchedulePass.changes(passes);
      if (!made.isEmpty()) {
        changes.committed(made);
      }
      news.stepped(passes);
    }
  }
}
