package dev.chime.store.commit;

import dev.chime.store.row.ClockTurnRow;
import dev.chime.timer.ClockTurn;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.ImpossibleTurnException;
import dev.chime.timer.Namespace;
import dev.chime.timer.ReusedKeyException;
import dev.chime.timer.TestClock;
import dev.chime.timer.TestClockStore.Turned;
import dev.chime.timer.TestClocks;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Makes and turns test clocks. */
public abstract sealed class ClockCommand<R> extends Command<R> {

  /** Makes clocks, where there are none. The result is how they are then. */
  public static final class Make extends ClockCommand<List<TestClock>> {
    private final TestClocks known;
    private final List<TestClock> clocks;
    private List<TestClock> made = List.of();

    /**
     * Makes these clocks.
     *
     * @param known takes in how they are then
     */
    public Make(TestClocks known, List<TestClock> clocks) {
      this.known = known;
      this.clocks = clocks;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      made = new ArrayList<>();
      for (TestClock clock : clocks) {
        session.clocks().make(clock);
        made.add(Objects.requireNonNull(session.clocks().find(clock.namespace())));
      }
      succeed(made);
    }

    @Override
    void committed() {
      known.put(made);
    }
  }

  /** Turns a clock, and gives each timer that comes due on the way its outcome. */
  public static final class Turn extends ClockCommand<Turned> {

    /** How many timers may get their outcomes in one turn. */
    public static final int MOST_OUTCOMES = 10_000;

    private static final Comparator<Timer> IN_ORDER =
        Comparator.comparing(Timer::deadline).thenComparing(timer -> timer.id().value());

    private final TestClocks known;
    private final Namespace namespace;
    private final ClockTurn turn;
    private final @Nullable IdempotencyKey key;
    private @Nullable TestClock turned;

    private final List<Timer> decided = new ArrayList<>();
    private final List<TimerChange> made = new ArrayList<>();
    private final List<SchedulePass> passes = new ArrayList<>();

    /**
     * Turns the clock of a namespace.
     *
     * @param known takes in what it shows then
     * @param key recognizes a repeated request; null if there is none
     */
    public Turn(
        TestClocks known, Namespace namespace, ClockTurn turn, @Nullable IdempotencyKey key) {
      this.known = known;
      this.namespace = namespace;
      this.turn = turn;
      this.key = key;
    }

    @Override
    void execute(WriteSession session, UnpersistedOutcomes unpersisted) throws SQLException {
      TestClock clock = session.clocks().find(namespace);
      turned = clock;
      if (clock == null) {
        refuse(new IllegalArgumentException(namespace + " has no test clock"));
        return;
      }
      ClockTurnRow earlier = key == null ? null : session.clocks().turnOf(key);
      if (earlier != null) {
        replay(clock, earlier);
        return;
      }
      Instant target;
      try {
        target = turn.target(clock.now());
      } catch (ImpossibleTurnException e) {
        refuse(e);
        return;
      }
      turn(session, clock, target);
    }

    private void replay(TestClock clock, ClockTurnRow earlier) {
      if (key != null && earlier.fingerprint().equals(key.fingerprint())) {
        succeed(
            new Turned(
                clock.at(earlier.now()),
                earlier.target(),
                earlier.outcomes(),
                earlier.more(),
                List.of()));
      } else {
        refuse(new ReusedKeyException());
      }
    }

    private void turn(WriteSession session, TestClock clock, Instant target) throws SQLException {
      decided.clear(); // of the try before
      made.clear();
      passes.clear();
      Queue<Timer> due = new PriorityQueue<>(IN_ORDER);
      due.addAll(session.clocks().due(namespace, target, MOST_OUTCOMES + 1));
      Instant now = clock.now();
      while (!due.isEmpty() && decided.size() < MOST_OUTCOMES) {
        Timer next = due.remove();
        now = next.dueAt().isAfter(now) ? next.dueAt() : now;
        Timer following = decide(session, next, now);
        if (following != null && following.isDue(target)) {
          due.add(following);
        }
      }
      boolean more = !due.isEmpty();
      finish(session, clock, more ? now : target, target, more);
    }

    @Override
    void committed() {
      if (turned != null) {
        known.put(List.of(turned));
      }
    }

    /** The next occurrence, if this was one and has one. */
    private @Nullable Timer decide(WriteSession session, Timer timer, Instant now)
        throws SQLException {
      Timer outcome = session.elapse(timer.id(), now);
      if (outcome == null) {
        return null;
      }
      decided.add(outcome);
      made.add(TimerChange.decided(outcome));
      SchedulePass pass = SchedulePass.after(session, outcome, now);
      TimerChange created = pass == null ? null : pass.change();
      if (pass != null) {
        passes.add(pass);
      }
      if (created == null) {
        return null;
      }
      made.add(created);
      return created.timer();
    }

    private void finish(
        WriteSession session, TestClock clock, Instant stands, Instant target, boolean more)
        throws SQLException {
      turned = clock.at(stands);
      if (!stands.equals(clock.now())) {
        session.clocks().turn(clock, stands);
      }
      if (key != null) {
        session
            .clocks()
            .record(
                key,
                new ClockTurnRow(key.fingerprint(), stands, target, decided.size(), more),
                Instant.now());
      }
      succeed(
          new Turned(clock.at(stands), target, decided.size(), more, List.copyOf(decided)),
          made.toArray(TimerChange[]::new));
      tellsPasses(List.copyOf(passes));
    }
  }
}
