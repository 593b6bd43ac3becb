package dev.chime.store.commit;

import dev.chime.store.row.TimerReads;
import dev.chime.timer.Amendment;
import dev.chime.timer.Decision;
import dev.chime.timer.Precondition;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes a timer, if it is pending. */
public abstract sealed class UpdateCommand extends Command<Optional<Decision>> {
  final TimerId id;
  final Instant now;

  UpdateCommand(TimerId id, Instant now) {
    this.id = id;
    this.now = now;
  }

  @Override
  public final TimerId id() {
    return id;
  }

  /**
   * Changes the timer without reading it first.
   *
   * @return null if that is not possible, or has changed nothing
   */
  @Nullable TimerChange updateUnread(WriteSession session) throws SQLException {
    return null;
  }

  /**
   * Changes a timer that is pending and meets the precondition.
   *
   * @return null if nothing has changed
   */
  @Nullable TimerChange update(WriteSession session, Timer timer) throws SQLException {
    return null;
  }

  /** Which versions of the timer may be changed. */
  Precondition precondition() {
    return Precondition.NONE;
  }

  @Override
  final void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
    Timer decided = unpersisted.get(id);
    TimerChange change = decided == null ? updateUnread(session) : null;
    if (change != null) {
      succeedWith(session, change);
      return;
    }
    Timer timer = decided == null ? find(session, unpersisted) : decided;
    if (timer == null) {
      succeed(Optional.empty());
    } else if (!precondition().isMetBy(timer)) {
      succeed(Optional.of(new Decision.PreconditionFailed(timer)));
    } else {
      change = timer.isPending() ? update(session, timer) : null;
      if (change == null) {
        succeed(Optional.of(new Decision.Unchanged(timer)));
      } else {
        succeedWith(session, change);
      }
    }
  }

  /** An occurrence may have to be made first, with the outcome of the one before. */
  private @Nullable Timer find(WriteSession session, UnpersistedOutcomes unpersisted)
      throws SQLException {
    Timer found = session.find(id).orElse(null);
    boolean mayBeMade = found == null && unpersisted.size() > 0;
    TimerId before = mayBeMade ? SchedulePass.pendingBeside(session, id) : null;
    if (before == null) {
      return found;
    }
    unpersisted.persistAhead(session, before);
    return session.find(id).orElse(null);
  }

  /** Sets the result of a timer that has changed, and has its schedule go on if it has one. */
  private void succeedWith(WriteSession session, TimerChange change) throws SQLException {
    Timer timer = change.timer();
    SchedulePass pass = timer.isPending() ? null : SchedulePass.after(session, timer, now);
    succeed(Optional.of(new Decision.Changed(timer)), change);
    if (pass != null) {
      withPasses(List.of(pass));
    }
  }

  /** Gives a timer that is due its outcome. */
  public static final class Elapse extends UpdateCommand {

    private final @Nullable Timer known;

    /** Elapses the timer with this id if it is due at {@code now}. */
    public Elapse(TimerId id, Instant now) {
      super(id, now);
      known = null;
    }

    /** Elapses a timer that the caller has seen, which may spare the database a read. */
    public Elapse(Timer known, Instant now) {
      super(known.id(), now);
      this.known = known;
    }

    @Override
    public @Nullable Timer known() {
      return known;
    }

    @Override
    @Nullable TimerChange updateUnread(WriteSession session) throws SQLException {
      Timer decided = session.elapse(id, now);
      return decided == null ? null : TimerChange.decided(decided);
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    long mayWait(long now, long begun) {
      return begun + MIN_INTERVAL.toNanos() - now;
    }

    /**
     * {@inheritDoc}
     *
     * <p>It is not safe for a timer with a maximum lateness, for example: that would elapse now,
     * but would be skipped after a restart.
     */
    @Override
    boolean answerUnpersisted(TimerReads reads, UnpersistedOutcomes unpersisted)
        throws SQLException {
      Optional<Timer> found = unpersisted.applyTo(reads.find(id));
      boolean elapses = found.isPresent() && found.get().isPending() && found.get().isDue(now);
      if (elapses && !unpersisted.canDecide(found.get())) {
        return false;
      }
      if (elapses) {
        Timer elapsed = found.get().outcomeAt(now);
        unpersisted.add(elapsed);
        succeed(Optional.of(new Decision.Changed(elapsed)), TimerChange.decided(elapsed));
      } else {
        succeed(found.map(Decision.Unchanged::new));
      }
      return true;
    }
  }

  /** Cancels a timer. */
  public static final class Cancel extends UpdateCommand {
    private final Precondition precondition;

    /** Cancels the timer with this id if it meets the precondition. */
    public Cancel(TimerId id, Precondition precondition, Instant now) {
      super(id, now);
      this.precondition = precondition;
    }

    @Override
    Precondition precondition() {
      return precondition;
    }

    @Override
    @Nullable TimerChange updateUnread(WriteSession session) throws SQLException {
      return precondition.versions() == null ? cancel(session) : null;
    }

    @Override
    @Nullable TimerChange update(WriteSession session, Timer timer) throws SQLException {
      return cancel(session);
    }

    private @Nullable TimerChange cancel(WriteSession session) throws SQLException {
      Timer decided = session.cancel(id, now);
      return decided == null ? null : TimerChange.decided(decided);
    }
  }

  /** Changes a timer's deadline, payload or labels. */
  public static final class Amend extends UpdateCommand {
    private final Amendment amendment;
    private final Precondition precondition;

    /** Amends the timer with this id if it meets the precondition. */
    public Amend(TimerId id, Amendment amendment, Precondition precondition, Instant now) {
      super(id, now);
      this.amendment = amendment;
      this.precondition = precondition;
    }

    @Override
    Precondition precondition() {
      return precondition;
    }

    @Override
    @Nullable TimerChange update(WriteSession session, Timer timer) throws SQLException {
      Timer amended = timer.amended(amendment, now);
      return session.amend(timer, amended, now) ? TimerChange.amended(amendment, amended) : null;
    }

    @Override
    boolean needsRoom() {
      return true; // the new payload may be larger
    }
  }
}
