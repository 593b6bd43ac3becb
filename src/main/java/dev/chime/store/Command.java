package dev.chime.store;

import dev.chime.async.Oneshot;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something to be done in a transaction with others, and whoever waits for it. It may be executed
 * again when a transaction has failed; the last result counts.
 *
 * @param <R> what comes of it
 */
abstract sealed class Command<R> {

  private final Oneshot<R> done = new Oneshot<>();
  private @Nullable R result;
  private @Nullable RuntimeException refusal;

  /** Ready when the command's transaction has been committed. */
  final Oneshot<R> done() {
    return done;
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
  }

  final void isRefused(RuntimeException why) {
    refusal = why;
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

  /** A timer to keep. */
  static final class Create extends Command<Creation> {
    private final Timer timer;
    private final @Nullable IdempotencyKey key;

    Create(Timer timer, @Nullable IdempotencyKey key) {
      this.timer = timer;
      this.key = key;
    }

    @Override
    void execute(TimerWrites writes, Unwritten unwritten) throws SQLException {
      if (key != null && !writes.insertRequest(key, timer)) {
        becomes(
            writes
                .findRequest(key)
                .<Creation>map(Creation.Replayed::new)
                .orElseGet(Creation.KeyReused::new));
        return;
      }
      becomes(new Creation.Created(timer));
      writes.insert(timer, this::written);
    }

    private void written(boolean isNew) {
      if (!isNew) {
        isRefused(new IllegalArgumentException("there is a timer " + timer.id() + " already"));
      }
    }

    @Override
    boolean needsRoom() {
      return true;
    }
  }

  /** A timer that may get its outcome now. */
  abstract static sealed class Decide extends Command<Optional<Decision>> {
    final TimerId id;
    final Instant now;

    Decide(TimerId id, Instant now) {
      this.id = id;
      this.now = now;
    }

    /** The timer with its outcome; null if this is not to be. */
    abstract @Nullable Timer decide(TimerWrites writes) throws SQLException;

    @Override
    final void execute(TimerWrites writes, Unwritten unwritten) throws SQLException {
      Timer known = unwritten.get(id);
      Timer decided = known == null ? decide(writes) : null;
      if (decided != null) {
        becomes(Optional.of(new Decision(decided, true)));
      } else {
        Optional<Timer> standing = known == null ? writes.find(id) : Optional.of(known);
        becomes(standing.map(timer -> new Decision(timer, false)));
      }
    }
  }

  /** A timer that is due. */
  static final class Elapse extends Decide {
    Elapse(TimerId id, Instant now) {
      super(id, now);
    }

    @Override
    @Nullable Timer decide(TimerWrites writes) throws SQLException {
      return writes.elapse(id, now);
    }

    @Override
    boolean answerUnwritten(TimerReads reads, Unwritten unwritten) throws SQLException {
      Optional<Timer> found = unwritten.over(reads.find(id));
      boolean elapses =
          found.isPresent() && found.get().isPending() && !now.isBefore(found.get().deadline());
      if (elapses) {
        Timer elapsed = found.get().elapsed(now);
        unwritten.add(elapsed);
        becomes(Optional.of(new Decision(elapsed, true)));
      } else {
        becomes(found.map(timer -> new Decision(timer, false)));
      }
      return true;
    }
  }

  /** A timer that is no longer wanted. */
  static final class Cancel extends Decide {
    Cancel(TimerId id, Instant now) {
      super(id, now);
    }

    @Override
    @Nullable Timer decide(TimerWrites writes) throws SQLException {
      return writes.cancel(id, now);
    }
  }

  /** Outcomes and requests to be forgotten. */
  static final class Purge extends Command<Integer> {
    private final Instant before;
    private final int limit;

    Purge(Instant before, int limit) {
      this.before = before;
      this.limit = limit;
    }

    @Override
    void execute(TimerWrites writes, Unwritten unwritten) throws SQLException {
      becomes(Math.max(writes.purge(before, limit), writes.purgeRequests(before, limit)));
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
