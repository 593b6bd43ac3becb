package dev.chime.async.time;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.chime.async.CountingWaker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A timer is dropped by another thread than its shard's while it is on its way into the wheel, and
 * one that is due before it is armed in its stead.
 *
 * <p>The numbers: how often the dropped timer's waker was called, how often the new one's, and how
 * many timers wait in the end, where only a third one should, which nobody touches.
 */
@JCStressTest
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "Dropped, gone, and replaced.")
@Outcome(
    id = "[1-9], [0-9], [0-9]",
    expect = FORBIDDEN,
    desc = "Dropped in time, and yet it fires.")
@Outcome(
    id = "0, (0|[2-9]), [0-9]",
    expect = FORBIDDEN,
    desc = "The new timer is lost, or fires twice.")
@Outcome(
    id = "0, 1, [2-9]",
    expect = FORBIDDEN,
    desc = "Left behind: the dropped timer counts as one that waits.")
@Outcome(
    id = "0, 1, 0",
    expect = FORBIDDEN,
    desc = "Gone twice: a timer that waits is not counted any more.")
@State
public class RearmAgainstArm {

  private final OneWheel wheel = new OneWheel(1);
  private final CountingWaker waker = new CountingWaker();
  private final TimerFuture timer = wheel.arm(1000, waker);

  @Actor
  public void run() {
    wheel.run();
  }

  @Actor
  public void dropAndRearm() {
    timer.drop();
    wheel.armLast();
  }

  @Arbiter
  public void count(III_Result r) {
    r.r1 = waker.wakes();
    r.r2 = wheel.lastWakes();
    r.r3 = wheel.armed();
  }
}
