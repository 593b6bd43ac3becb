package dev.chime.async.time;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.chime.async.CountingWaker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The first poll of a timer races with its firing: the poll sees it fired, or its task is woken.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Fired first: the poll is ready.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Polled first: the waker is called.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Lost: pending, and nobody is called.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Ready, and yet the waker was kept and called.")
@Outcome(id = "[01], [2-9]", expect = FORBIDDEN, desc = "One firing called the waker twice.")
@State
public class PollAgainstFire {

  private final BareTimer timer = new BareTimer();
  private final CountingWaker waker = new CountingWaker();

  @Actor
  public void poll(II_Result r) {
    r.r1 = timer.pollWith(waker);
  }

  @Actor
  public void fire() {
    timer.fire();
  }

  @Arbiter
  public void count(II_Result r) {
    r.r2 = waker.wakes();
  }
}
