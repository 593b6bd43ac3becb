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
    permits Keep, Change, Command.Sweep, Command.Purge, Command.Nothing {

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
  boolean mayWait() {
    return false;
  }

  /** Does it, within the writer's transaction. */
  abstract void execute(TimerWrites writes, Unwritten unwritten) throws SQLException;

  /** Whether it needs room that is not taken yet. */
  boolean needsRoom() {
    return false;
  }

  /** Answers without the store's help, if that can be answered for. Whether it could. */
  boolean answerUnwritten(TimerReads reads, Unwritten unwritten) throws SQLException {
    return false;
  }

  final void becomes(R value) {
    result = value;
    refusal = null;
    changes = List.of();
  }

  final void changes(TimerChange... news) {
    changes = List.of(news);
  }

  final void isRefused(RuntimeException why) {
    refusal = why;
    changes = List.of();
  }

  /** What has become of timers by all of these. */
  public static List<TimerChange> changes(List<Command<?>> batch) {
    List<TimerChange> changes = new ArrayList<>(batch.size());
    for (Command<?> command : batch) {
      changes.addAll(command.changes);
    }
    return changes;
  }

  /** Tells who waits. */
  final void tell() {
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
    void execute(TimerWrites writes, Unwritten unwritten) throws SQLException {
      List<Timer> swept = writes.sweep(due, now, limit);
      becomes(swept);
      changes(
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
    void execute(TimerWrites writes, Unwritten unwritten) throws SQLException {
      becomes(
          Math.max(writes.purge(outcomesBefore, limit), writes.purgeRequests(keysBefore, limit)));
    }
  }

  /** Nothing: to see whether a transaction can be committed, or to make the writer look up. */
  static final class Nothing extends Command<Boolean> {
    @Override
    void execute(TimerWrites writes, Unwritten unwritten) {
      becomes(true);
    }
  }
}
