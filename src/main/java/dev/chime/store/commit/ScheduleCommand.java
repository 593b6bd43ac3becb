package dev.chime.store.commit;

import dev.chime.schedule.Occurrences;
import dev.chime.schedule.Progress.Pending;
import dev.chime.schedule.Schedule;
import dev.chime.schedule.ScheduleChange;
import dev.chime.schedule.ScheduleId;
import dev.chime.schedule.ScheduleStep;
import dev.chime.schedule.ScheduleStore.Decision;
import dev.chime.timer.TestClock;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import dev.chime.timer.TimerId;
import dev.chime.timer.TooManyTimersException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes schedules, and makes or takes back their occurrences in the same transaction. */
public abstract sealed class ScheduleCommand<R> extends Command<R> {

  /** Does what a client wants with a schedule. */
  public static final class Change extends ScheduleCommand<Decision> {
    private final ScheduleId id;
    private final ScheduleChange change;
    private final Instant now;
    private final PendingLimit limit;
    private final Set<TimerId> held = new HashSet<>();

    /**
     * Applies a change.
     *
     * @param now the time of the request
     * @param limit how many timers may be pending, with one that is made
     */
    public Change(ScheduleId id, ScheduleChange change, Instant now, PendingLimit limit) {
      this.id = id;
      this.change = change;
      this.now = now;
      this.limit = limit;
    }

    @Override
    boolean needsRoom() {
      return true;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      holdPending(session, unpersisted);
      Schedule present = session.schedules().find(id);
      ScheduleStep step;
      try {
        step = change.apply(present, now);
      } catch (RuntimeException e) { // the rule that the change breaks
        refuse(e);
        return;
      }
      Timer pending = pending(session, present);
      Timer made = step.made();
      if (pending == null || isKept(present, step)) {
        write(session, present, step, null);
      } else if (made != null && made.id().equals(pending.id())) { // another one in its place
        replace(session, present, step, pending, made.following(pending));
      } else {
        Timer cancelled = session.cancel(pending.id(), now);
        if (cancelled == null) {
          succeed(new Decision.OccurrenceIsDue(pending.id()));
        } else {
          write(session, present, step, cancelled);
        }
      }
    }

    /**
     * Has nobody decide the pending occurrence in memory until this command has ended. If somebody
     * has done so before, its outcome counts, and the next one takes its place.
     */
    private void holdPending(WriteSession session, UnpersistedOutcomes unpersisted)
        throws SQLException {
      TimerId pending = hold(session, unpersisted);
      if (pending != null && unpersisted.persistAhead(session, pending)) {
        hold(session, unpersisted); // the next one, which others will see before this has ended
      }
    }

    private @Nullable TimerId hold(WriteSession session, UnpersistedOutcomes unpersisted)
        throws SQLException {
      TimerId pending = SchedulePass.pendingOf(session.schedules().find(id));
      if (pending != null && held.add(pending)) { // not held since an earlier try
        unpersisted.beginCommand(pending);
        atEnd(() -> held.forEach(unpersisted::endCommand));
      }
      return pending;
    }

    private static @Nullable Timer pending(WriteSession session, @Nullable Schedule present)
        throws SQLException {
      TimerId pending = SchedulePass.pendingOf(present);
      return pending == null ? null : session.read(pending).filter(Timer::isPending).orElse(null);
    }

    /** Whether the step leaves the pending occurrence as it is. */
    private static boolean isKept(@Nullable Schedule before, ScheduleStep step) {
      Schedule after = step.schedule();
      Pending kept = before == null ? null : before.progress().pending();
      Timer made = step.made();
      return after != null
          && kept != null
          && kept.equals(after.progress().pending())
          && (made == null || !made.id().equals(kept.id()));
    }

    private void replace(
        WriteSession session,
        @Nullable Schedule present,
        ScheduleStep step,
        Timer pending,
        Timer amended)
        throws SQLException {
      if (!session.amend(pending, amended, now)) {
        succeed(new Decision.OccurrenceIsDue(pending.id()));
        return;
      }
      SchedulePass.save(session, present, step, now);
      succeed(
          new Decision.Done(step.schedule(), amended, null, false),
          new TimerChange(
              pending.deadline().equals(amended.deadline())
                  ? TimerChange.Kind.UPDATED
                  : TimerChange.Kind.RESCHEDULED,
              amended));
    }

    private void write(
        WriteSession session,
        @Nullable Schedule present,
        ScheduleStep step,
        @Nullable Timer cancelled)
        throws SQLException {
      if (cancelled == null
          && step.made() != null
          && !limit.admitsOneMore(session, id.namespace())) {
        refuse(new TooManyTimersException(limit.namespace(), limit.max()));
        return;
      }
      if (step.schedule() == null) {
        session.schedules().delete(id, now);
      }
      SchedulePass pass = SchedulePass.write(session, present, step, now);
      Decision done =
          new Decision.Done(pass.step().schedule(), pass.step().made(), cancelled, present == null);
      if (cancelled == null) {
        succeed(done);
      } else {
        succeed(done, TimerChange.decided(cancelled));
      }
      withPasses(List.of(pass));
    }
  }

  /** Has schedules go on that nobody has had go on. The result says at how many it has looked. */
  public static final class Tend extends ScheduleCommand<Integer> {
    private final Instant dueBefore;
    private final Instant now;
    private final int limit;

    /** Looks at schedules whose occurrences were due before a time. */
    public Tend(Instant dueBefore, Instant now, int limit) {
      this.dueBefore = dueBefore;
      this.now = now;
      this.limit = limit;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      List<Schedule> overdue = session.schedules().overdue(dueBefore, limit);
      List<SchedulePass> passed = new ArrayList<>();
      for (Schedule schedule : overdue) {
        TestClock clock = session.clocks().find(schedule.id().namespace());
        Instant at = clock == null ? now : clock.now();
        TimerId pending = SchedulePass.pendingOf(schedule);
        Timer timer = pending == null ? null : session.read(pending).orElse(null);
        passed.add(
            SchedulePass.write(
                session,
                schedule,
                step(schedule, timer, at),
                at,
                SchedulePass.gapSince(timer, at)));
      }
      succeed(overdue.size());
      withPasses(passed);
    }

    private static ScheduleStep step(Schedule schedule, @Nullable Timer timer, Instant now) {
      if (timer == null) {
        return Occurrences.begin(schedule.withoutPending(), now);
      }
      return timer.isPending()
          ? new ScheduleStep(schedule.withPendingAt(timer.deadline()), null)
          : Occurrences.after(schedule, timer, now);
    }
  }
}
