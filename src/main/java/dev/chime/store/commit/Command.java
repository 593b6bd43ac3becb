package dev.chime.store.commit;

import dev.chime.async.Oneshot;
import dev.chime.store.row.TimerReads;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done in a transaction with others, and whoever waits for it. It may be executed
 * again when a transaction has failed; the last result counts.
 *
 * @param <R> what comes of it
 */
public abstract sealed class Command<R>
    permits CreateCommand, UpdateCommand, Command.Sweep, Command.Purge, Command.Probe {

  private final Oneshot<R> done = new Oneshot<>();
  private @Nullable R result;
  private @Nullable RuntimeException refusal;
  private List<TimerChange> changes = List.of();

  /** Ready when the command's transaction has been committed. */
  public final Oneshot<R> done() {
    return done;
  }

  /** The timer that it is about; null if it is about none. */
  public @Nullable TimerId id() {
    return null;
  }

  /** How that timer stands, as far as whoever asks has heard; null if they have not. */
  public @Nullable Timer known() {
    return null;
  }

  /** Whether nobody can have used that id before. */
  public boolean isOfNewId() {
    return false;
  }

  /** What its repetition is known by; null if by nothing. */
  public @Nullable IdempotencyKey key() {
    return null;
  }

  /** Whether its row may be locked by whoever uses the database besides us. */
  boolean mayBeLocked() {
    return false;
  }

  /** Whether a moment more or less is of no matter to whoever waits for it. */
  boolean isDeferrable() {
    return false;
  }

  /** Does it, within the writer's transaction. */
  abstract void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException;

  /** Whether it needs room that is not taken yet. */
  boolean needsRoom() {
    return false;
  }

  /** Answers without the store's help, if that can be answered for. Whether it could. */
  boolean answerUnpersisted(TimerReads reads, UnpersistedOutcomes unpersisted) throws SQLException {
    return false;
  }

  /** Sets the result, and the changes of timers that come with it. */
  final void succeed(R value, TimerChange... made) {
    result = value;
    refusal = null;
    changes = List.of(made);
  }

  /** Sets an error as the result. */
  final void refuse(RuntimeException why) {
    refusal = why;
    changes = List.of();
  }

  /** What has become of timers by all of these. */
  public static List<TimerChange> changesOf(List<Command<?>> batch) {
    List<TimerChange> changes = new ArrayList<>(batch.size());
    for (Command<?> command : batch) {
      changes.addAll(command.changes);
    }
    return changes;
  }

  /** Tells who waits. */
  final void complete() {
    R value = result;
    RuntimeException why = refusal;
    if (why != null) {
      done.fail(why);
    } else if (value != null) {
      done.complete(value);
    } else {
      done.fail(new StoreException("nothing came of a command", null));
    }
  }

  final void fail(RuntimeException why) {
    done.fail(why);
  }

  /** Timers that nobody has seen to. */
  public static final class Sweep extends Command<List<Timer>> {
    private final Instant due;
    private final Instant now;
    private final int limit;

    public Sweep(Instant due, Instant now, int limit) {
      this.due = due;
      this.now = now;
      this.limit = limit;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      List<Timer> swept = session.sweep(due, now, limit);
      succeed(
          swept,
          swept.stream()
              .filter(timer -> !timer.isPending())
              .map(TimerChange::decided)
              .toArray(TimerChange[]::new));
    }
  }

  /** Outcomes and requests to be forgotten. */
  public static final class Purge extends Command<Integer> {
    private final Instant outcomesBefore;
    private final Instant keysBefore;
    private final int limit;

    public Purge(Instant outcomesBefore, Instant keysBefore, int limit) {
      this.outcomesBefore = outcomesBefore;
      this.keysBefore = keysBefore;
      this.limit = limit;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      succeed(
          Math.max(session.purge(outcomesBefore, limit), session.purgeRequests(keysBefore, limit)));
    }
  }

  /** Nothing: to see whether a transaction can be committed, or to make the writer look up. */
  static final class Probe extends Command<Boolean> {
    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) {
      succeed(true);
    }
  }
}
