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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A timer that may be changed now. */
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

  /** Changes the timer if it can be done without having looked at it; else null. */
  @Nullable TimerChange updateUnread(WriteSession session) throws SQLException {
    return null;
  }

  /** Changes this pending timer, which meets the precondition; null if it is not to be. */
  @Nullable TimerChange update(WriteSession session, Timer timer) throws SQLException {
    return null;
  }

  /** Which versions may be changed. */
  Precondition precondition() {
    return Precondition.NONE;
  }

  @Override
  final void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
    Timer known = unpersisted.get(id);
    TimerChange change = known == null ? updateUnread(session) : null;
    if (change != null) {
      succeedWith(change);
      return;
    }
    Timer timer = known == null ? session.find(id).orElse(null) : known;
    if (timer == null) {
      succeed(Optional.empty());
    } else if (!precondition().isMetBy(timer)) {
      succeed(Optional.of(new Decision.PreconditionFailed(timer)));
    } else {
      change = timer.isPending() ? update(session, timer) : null;
      if (change == null) {
        succeed(Optional.of(new Decision.Unchanged(timer)));
      } else {
        succeedWith(change);
      }
    }
  }

  final void succeedWith(TimerChange change) {
    succeed(Optional.of(new Decision.Changed(change.timer())), change);
  }

  /** A timer that is due. */
  public static final class Elapse extends UpdateCommand {
    private final @Nullable Timer known;

    public Elapse(TimerId id, Instant now) {
      super(id, now);
      known = null;
    }

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
    boolean isDeferrable() {
      return true;
    }

    /**
     * A timer that is skipped when it is late has to wait: it elapses now, but would be skipped
     * after a restart.
     */
    @Override
    boolean answerUnpersisted(TimerReads reads, UnpersistedOutcomes unpersisted)
        throws SQLException {
      Optional<Timer> found = unpersisted.applyTo(reads.find(id));
      boolean elapses =
          found.isPresent() && found.get().isPending() && !now.isBefore(found.get().deadline());
      if (elapses && found.get().maxLateness() != null) {
        return false;
      }
      if (elapses) {
        Timer elapsed = found.get().outcomeAt(now);
        unpersisted.add(elapsed);
        succeedWith(TimerChange.decided(elapsed));
      } else {
        succeed(found.map(Decision.Unchanged::new));
      }
      return true;
    }
  }

  /** A timer that is no longer wanted. */
  public static final class Cancel extends UpdateCommand {
    private final Precondition precondition;

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

  /** A timer that is to be otherwise. */
  public static final class Amend extends UpdateCommand {
    private final Amendment amendment;
    private final Precondition precondition;

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
      return true; // its payload may be a larger one
    }
  }
}
