package dev.chime.async.time;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.chime.async.CountingWaker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A timer moves from one task to another, which polls it with a waker of its own, while it fires:
 * the latest waker is called, or the latest poll sees it fired.
 */
@JCStressTest
@Outcome(id = "1, 1, 0, 0", expect = ACCEPTABLE, desc = "Fired before both polls.")
@Outcome(id = "0, 1, 1, 0", expect = ACCEPTABLE, desc = "Fired between the polls.")
@Outcome(id = "0, 0, 0, 1", expect = ACCEPTABLE, desc = "Fired after both: the latest is called.")
@Outcome(
    id = "0, 0, [1-9], 0",
    expect = FORBIDDEN,
    desc = "Lost by the move: the task that has left is woken, the one that waits is not.")
@Outcome(id = "0, 0, 0, 0", expect = FORBIDDEN, desc = "Lost: pending, and nobody is called.")
@Outcome(id = "0, 0, [1-9], [1-9]", expect = FORBIDDEN, desc = "Both wakers were called.")
@Outcome(
    id = "0, 1, 0, [0-9]",
    expect = FORBIDDEN,
    desc = "The waker kept when it fired was not called.")
@Outcome(id = "1, 0, [0-9], [0-9]", expect = FORBIDDEN, desc = "Ready, and then pending again.")
@State
public class MovedTimerAgainstFire {

  private final BareTimer timer = new BareTimer();
  private final CountingWaker before = new CountingWaker();
  private final CountingWaker after = new CountingWaker();

  @Actor
  public void pollAndMove(IIII_Result r) {
    r.r1 = timer.pollWith(before);
    r.r2 = timer.pollWith(after);
  }

  @Actor
  public void fire() {
    timer.fire();
  }

  @Arbiter
  public void count(IIII_Result r) {
    r.r3 = before.wakes();
    r.r4 = after.wakes();
  }
}
