package dev.chime.store;

import dev.chime.async.Oneshot;
import dev.chime.timer.Amendment;
import dev.chime.timer.Creation;
import dev.chime.timer.Decision;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Precondition;
import dev.chime.timer.StoreException;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TooManyTimersException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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
  private List<TimerChange> changes = List.of();

  /** Ready when the command's transaction has been committed. */
  final Oneshot<R> done() {
    return done;
  }

  /** The timer that it is about; null if it is about none. */
  @Nullable TimerId id() {
    return null;
  }

  /** Whether nobody can have used that id before. */
  boolean isOfNewId() {
    return false;
  }

  /** What its repetition is known by; null if by nothing. */
  @Nullable IdempotencyKey key() {
    return null;
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

  /** What has become of timers by it. */
  final List<TimerChange> changes() {
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

  /** A timer to keep. */
  abstract static sealed class Keep extends Command<Creation> {
    final Timer timer;
    private final long mostPending;

    Keep(Timer timer, long mostPending) {
      this.timer = timer;
      this.mostPending = mostPending;
    }

    @Override
    final TimerId id() {
      return timer.id();
    }

    /** Keeps it, if there is nothing in the way. */
    abstract void keep(TimerWrites writes) throws SQLException;

    /** What a request that has been made before is answered with. */
    abstract @Nullable Creation earlier(TimerWrites writes) throws SQLException;

    @Override
    final void execute(TimerWrites writes, Unwritten unwritten) throws SQLException {
      Creation earlier = earlier(writes);
      if (earlier != null) {
        becomes(earlier);
      } else if (writes.pendingIsBelow(mostPending, timer.id().namespace())) {
        keep(writes);
      } else {
        isRefused(new TooManyTimersException(timer.id().namespace(), mostPending));
      }
    }

    final void isCreated() {
      becomes(new Creation.Created(timer));
      changes(TimerChange.created(timer));
    }

    @Override
    boolean needsRoom() {
      return true;
    }
  }

  /** A timer of a new id. */
  static final class Create extends Keep {
    private final @Nullable IdempotencyKey key;

    Create(Timer timer, @Nullable IdempotencyKey key, long mostPending) {
      super(timer, mostPending);
      this.key = key;
    }

    @Override
    boolean isOfNewId() {
      return true;
    }

    @Override
    @Nullable IdempotencyKey key() {
      return key;
    }

    @Override
    @Nullable Creation earlier(TimerWrites writes) throws SQLException {
      return key == null ? null : writes.earlier(key);
    }

    @Override
    void keep(TimerWrites writes) throws SQLException {
      if (key != null) {
        writes.insertRequest(key, timer);
      }
      isCreated();
      writes.insert(timer, null, this::written);
    }

    private void written(boolean isNew) {
      if (!isNew) {
        isRefused(new IllegalArgumentException("there is a timer " + timer.id() + " already"));
      }
    }
  }

  /** A timer of the client's id. */
  static final class Put extends Keep {
    private final String fingerprint;

    Put(Timer timer, String fingerprint, long mostPending) {
      super(timer, mostPending);
      this.fingerprint = fingerprint;
    }

    @Override
    @Nullable Creation earlier(TimerWrites writes) throws SQLException {
      Timer present = writes.find(timer.id()).orElse(null);
      if (present == null) {
        return null;
      }
      return fingerprint.equals(writes.fingerprint(timer.id()))
          ? new Creation.Repeated(present)
          : new Creation.IdTaken(present);
    }

    @Override
    void keep(TimerWrites writes) throws SQLException {
      if (writes.insertNow(timer, fingerprint)) {
        isCreated();
      } else {
        becomes(new Creation.IdTaken(timer));
      }
    }
  }

  /** A timer that may be changed now. */
  abstract static sealed class Change extends Command<Optional<Decision>> {
    final TimerId id;
    final Instant now;

    Change(TimerId id, Instant now) {
      this.id = id;
      this.now = now;
    }

    @Override
    final TimerId id() {
      return id;
    }

    /** Changes the timer if it can be done without having looked at it; else null. */
    @Nullable TimerChange changeUnseen(TimerWrites writes) throws SQLException {
      return null;
    }

    /** Changes this pending timer, which meets the precondition; null if it is not to be. */
    @Nullable TimerChange change(TimerWrites writes, Timer timer) throws SQLException {
      return null;
    }

    /** Which versions may be changed. */
    Precondition precondition() {
      return Precondition.NONE;
    }

    @Override
    final void execute(TimerWrites writes, Unwritten unwritten) throws SQLException {
      Timer known = unwritten.get(id);
      TimerChange change = known == null ? changeUnseen(writes) : null;
      if (change != null) {
        isChanged(change);
        return;
      }
      Timer timer = known == null ? writes.find(id).orElse(null) : known;
      if (timer == null) {
        becomes(Optional.empty());
      } else if (!precondition().isMetBy(timer)) {
        becomes(Optional.of(new Decision.PreconditionFailed(timer)));
      } else {
        change = timer.isPending() ? change(writes, timer) : null;
        if (change == null) {
          becomes(Optional.of(new Decision.Unchanged(timer)));
        } else {
          isChanged(change);
        }
      }
    }

    final void isChanged(TimerChange change) {
      becomes(Optional.of(new Decision.Changed(change.timer())));
      changes(change);
    }
  }

  /** A timer that is due. */
  static final class Elapse extends Change {
    Elapse(TimerId id, Instant now) {
      super(id, now);
    }

    @Override
    @Nullable TimerChange changeUnseen(TimerWrites writes) throws SQLException {
      Timer decided = writes.elapse(id, now);
      return decided == null ? null : TimerChange.decided(decided);
    }

    /**
     * A timer that is skipped when it is late has to wait: it elapses now, but would be skipped
     * after a restart.
     */
    @Override
    boolean answerUnwritten(TimerReads reads, Unwritten unwritten) throws SQLException {
      Optional<Timer> found = unwritten.over(reads.find(id));
      boolean elapses =
          found.isPresent() && found.get().isPending() && !now.isBefore(found.get().deadline());
      if (elapses && found.get().maxLateness() != null) {
        return false;
      }
      if (elapses) {
        Timer elapsed = found.get().outcomeAt(now);
        unwritten.add(elapsed);
        isChanged(TimerChange.decided(elapsed));
      } else {
        becomes(found.map(Decision.Unchanged::new));
      }
      return true;
    }
  }

  /** Timers that nobody has seen to. */
  static final class Sweep extends Command<List<Timer>> {
    private final Instant due;
    private final Instant now;
    private final int limit;

    Sweep(Instant due, Instant now, int limit) {
      this.due = due;
      this.now = now;
      this.limit = limit;
    }

    @Override
    void execute(TimerWrites writes, Unwritten unwritten) throws SQLException {
      List<Timer> swept = writes.sweep(due, now, limit);
      becomes(swept);
      changes(swept.stream().map(TimerChange::decided).toArray(TimerChange[]::new));
    }
  }

  /** A timer that is no longer wanted. */
  static final class Cancel extends Change {
    private final Precondition precondition;

    Cancel(TimerId id, Precondition precondition, Instant now) {
      super(id, now);
      this.precondition = precondition;
    }

    @Override
    Precondition precondition() {
      return precondition;
    }

    @Override
    @Nullable TimerChange changeUnseen(TimerWrites writes) throws SQLException {
      return precondition.versions() == null ? cancel(writes) : null;
    }

    @Override
    @Nullable TimerChange change(TimerWrites writes, Timer timer) throws SQLException {
      return cancel(writes);
    }

    private @Nullable TimerChange cancel(TimerWrites writes) throws SQLException {
      Timer decided = writes.cancel(id, now);
      return decided == null ? null : TimerChange.decided(decided);
    }
  }

  /** A timer that is to be otherwise. */
  static final class Amend extends Change {
    private final Amendment amendment;
    private final Precondition precondition;

    Amend(TimerId id, Amendment amendment, Precondition precondition, Instant now) {
      super(id, now);
      this.amendment = amendment;
      this.precondition = precondition;
    }

    @Override
    Precondition precondition() {
      return precondition;
    }

    @Override
    @Nullable TimerChange change(TimerWrites writes, Timer timer) throws SQLException {
      Timer amended = timer.amended(amendment, now);
      return writes.amend(timer, amended, now) ? TimerChange.amended(amendment, amended) : null;
    }

    @Override
    boolean needsRoom() {
      return true; // its payload may be a larger one
    }
  }

  /** Outcomes and requests to be forgotten. */
  static final class Purge extends Command<Integer> {
    private final Instant outcomesBefore;
    private final Instant keysBefore;
    private final int limit;

    Purge(Instant outcomesBefore, Instant keysBefore, int limit) {
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
