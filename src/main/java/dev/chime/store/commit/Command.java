package dev.chime.store.commit;

import dev.chime.async.Oneshot;
import dev.chime.store.row.TimerReads;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.StoreException;
import dev.chime.timer.StoreFullException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to the database, which shares a transaction with others, and the future that is
 * completed after the commit. If the transaction fails the command may be executed again; the last
 * result counts. Executed by one writer's thread.
 *
 * @param <R> the type of the result
 */
public abstract sealed class Command<R>
    permits CreateCommand,
        UpdateCommand,
        DeliveryCommand,
        EndpointCommand,
        ScheduleCommand,
        ClockCommand,
        Command.Sweep,
        Command.Purge,
        Command.Probe {

  /**
   * The shortest time from the begin of one transaction to the begin of the next, if nothing in
   * both is urgent. Timers come due one by one, and an fsync takes as long as twenty of them.
   */
  static final Duration MIN_INTERVAL = Duration.ofMillis(1);

  private final Oneshot<R> done = new Oneshot<>();
  private @Nullable R result;
  private @Nullable RuntimeException refusal;
  private List<TimerChange> changes = List.of();
  private List<Availability> available = List.of();
  private List<SchedulePass> passes = List.of();
  private @Nullable Runnable atEnd;

  /** Completed with the result when the command's transaction is committed. */
  public final Oneshot<R> done() {
    return done;
  }

  /**
   * Runs this when the command has ended and its changes are published, before the result is out.
   */
  public final void atEnd(Runnable action) {
    atEnd = action;
  }

  private void end() {
    Runnable action = atEnd;
    atEnd = null;
    if (action != null) {
      action.run();
    }
  }

  /**
   * The timer that the command is about.
   *
   * @return null if it is not about one timer
   */
  public @Nullable TimerId id() {
    return null;
  }

  /**
   * That timer as the caller last saw it. It may have changed since.
   *
   * @return null if the caller has not seen it
   */
  public @Nullable Timer known() {
    return null;
  }

  /** Whether the id is a new one, which no other command can be about. */
  public boolean isOfNewId() {
    return false;
  }

  /**
   * The key that tells whether the request was made before.
   *
   * @return null if it has none
   */
  public @Nullable IdempotencyKey key() {
    return null;
  }

  /** Whether another user of the database may hold a lock that this command needs. */
  boolean mayBeLocked() {
    return false;
  }

  /**
   * How long the command may still wait for others to join it, in nanoseconds.
   *
   * @param now the {@link System#nanoTime()}
   * @param begun the same at the begin of the last transaction
   * @return zero or less if it must not wait
   */
  long mayWait(long now, long begun) {
    return 0;
  }

  /** Whether the command may change rows that were there before. */
  boolean changesRows() {
    return true;
  }

  /**
   * Whether the command only decides what is due: if a crash loses it, the next one of its kind
   * comes to the same outcomes.
   */
  public boolean isRepeatable() {
    return false;
  }

  /** Whether the command is about deliveries or endpoints, and not about timers. */
  public boolean isAboutDeliveries() {
    return false;
  }

  /** Whether the command makes the database larger. */
  boolean needsRoom() {
    return false;
  }

  /** Executes the command in the writer's transaction, and sets the result. */
  abstract void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException;

  /** Executes the command, or refuses it if it needs room, where there is none. */
  void executeWithoutRoom(WriteSession session, UnpersistedOutcomes unpersisted)
      throws SQLException {
    if (needsRoom()) {
      refuse(new StoreFullException(StoreHealth.FULL, null));
    } else {
      execute(session, unpersisted);
    }
  }

  /**
   * Sets the result although nothing can be written, if that is safe.
   *
   * @return whether it was safe
   */
  boolean answerUnpersisted(TimerReads reads, UnpersistedOutcomes unpersisted) throws SQLException {
    return false;
  }

  /** Sets the result, and the changes of timers that come with it. */
  final void succeed(R value, TimerChange... made) {
    result = value;
    refusal = null;
    changes = List.of(made);
    available = List.of();
    passes = List.of();
  }

  /** Adds to the result what schedules have done, and the timers that they have made. */
  final void withPasses(List<SchedulePass> all) {
    tellsPasses(all);
    List<TimerChange> withMade = new ArrayList<>(changes);
    withMade.addAll(SchedulePass.changes(all));
    changes = withMade;
  }

  /** Adds to the result what schedules have done, whose timers are among the changes already. */
  final void tellsPasses(List<SchedulePass> all) {
    passes = all;
  }

  /** Adds to the result which deliveries become available. */
  final void makesAvailable(List<Availability> deliveries) {
    available = deliveries;
  }

  /** Sets an error as the result, without any change. */
  final void refuse(RuntimeException why) {
    refusal = why;
    changes = List.of();
    available = List.of();
    passes = List.of();
  }

  /** What schedules have done in all of these commands. */
  static List<SchedulePass> passesOf(List<Command<?>> commands) {
    List<SchedulePass> all = new ArrayList<>();
    for (Command<?> command : commands) {
      all.addAll(command.passes);
    }
    return all;
  }

  /** The changes that all of these commands have made, in order. */
  public static List<TimerChange> changesOf(List<Command<?>> commands) {
    List<TimerChange> changes = new ArrayList<>(commands.size());
    for (Command<?> command : commands) {
      changes.addAll(command.changes);
    }
    return changes;
  }

  /** The deliveries that all of these commands have made available, without those of new ones. */
  public static List<Availability> availableOf(List<Command<?>> commands) {
    List<Availability> all = new ArrayList<>();
    for (Command<?> command : commands) {
      all.addAll(command.available);
    }
    return all;
  }

  /** Takes note that the transaction is committed, and its changes are published. */
  void committed() {}

  /** Completes the future with the result. */
  final void complete() {
    committed();
    end();
    R value = result;
    RuntimeException why = refusal;
    if (why != null) {
      done.fail(why);
    } else if (value != null) {
      done.complete(value);
    } else {
      done.fail(new StoreException("a command has ended without a result", null));
    }
  }

  /** Completes the future with an error, whatever the result. */
  final void fail(RuntimeException why) {
    end();
    done.fail(why);
  }

  /** Elapses timers that are overdue, whoever was to elapse them. */
  public static final class Sweep extends Command<List<Timer>> {
    private final Instant due;
    private final Instant now;
    private final int limit;

    /** Elapses up to {@code limit} timers with deadlines until {@code due}. */
    public Sweep(Instant due, Instant now, int limit) {
      this.due = due;
      this.now = now;
      this.limit = limit;
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      List<Timer> swept = session.sweep(due, now, limit);
      List<SchedulePass> passed = new ArrayList<>();
      for (Timer timer : swept) {
        SchedulePass pass = timer.isPending() ? null : SchedulePass.after(session, timer, now);
        if (pass != null) {
          passed.add(pass);
        }
      }
      succeed(
          swept,
          swept.stream()
              .filter(timer -> !timer.isPending())
              .map(TimerChange::decided)
              .toArray(TimerChange[]::new));
      withPasses(passed);
    }
  }

  /** Deletes old outcomes and old idempotency keys. */
  public static final class Purge extends Command<Integer> {
    private final @Nullable Namespace namespace;
    private final Instant outcomesBefore;
    private final Instant keysBefore;
    private final int limit;

    /**
     * Deletes up to {@code limit} of each. The result is the larger of the two numbers.
     *
     * @param namespace one that goes by a test clock; null for all that do not
     */
    public Purge(
        @Nullable Namespace namespace, Instant outcomesBefore, Instant keysBefore, int limit) {
      this.namespace = namespace;
      this.outcomesBefore = outcomesBefore;
      this.keysBefore = keysBefore;
      this.limit = limit;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      if (namespace == null) {
        session.clocks().purgeTurns(keysBefore);
      }
      succeed(
          Math.max(
              session.purge(namespace, outcomesBefore, limit),
              session.purgeRequests(namespace, keysBefore, limit)));
    }
  }

  /**
   * Changes nothing: tests whether a transaction can be committed, or has one begun, which writes
   * the outcomes that were decided in memory.
   */
  static final class Probe extends Command<Boolean> {
    private final Duration interval;
    private final long latestBegin;

    /** A probe that waits for no other command. */
    Probe() {
      this(Duration.ZERO, Duration.ZERO);
    }

    private Probe(Duration interval, Duration maxWait) {
      this.interval = interval;
      this.latestBegin = System.nanoTime() + maxWait.toNanos();
    }

    /** A probe that may wait so long for others to join it. */
    static Probe within(Duration maxWait) {
      return new Probe(Duration.ZERO, maxWait);
    }

    /** A probe that does not begin before an interval has passed since the last transaction. */
    static Probe atInterval() {
      return new Probe(MIN_INTERVAL, Duration.ZERO);
    }

    @Override
    long mayWait(long now, long begun) {
      return Math.max(begun + interval.toNanos(), latestBegin) - now;
    }

    @Override
    boolean changesRows() {
      return false;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      session.check();
      succeed(true);
    }
  }
}
