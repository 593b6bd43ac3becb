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

/** A task polls the same timer twice while it fires: storing the same waker anew may be skipped. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Fired before both polls.")
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "Fired between the polls.")
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "Fired after both polls.")
@Outcome(id = "0, 0, 0", expect = FORBIDDEN, desc = "Lost: pending, and nobody is called.")
@Outcome(id = "0, 1, 0", expect = FORBIDDEN, desc = "The waker of a pending poll was not called.")
@Outcome(id = "1, 0, [0-9]", expect = FORBIDDEN, desc = "Ready, and then pending again.")
@Outcome(id = "1, 1, [1-9]", expect = FORBIDDEN, desc = "Ready, and yet the waker was called.")
@Outcome(id = "0, [01], [2-9]", expect = FORBIDDEN, desc = "One firing called the waker twice.")
@State
public class RepeatedPollAgainstFire {

  private final BareTimer timer = new BareTimer();
  private final CountingWaker waker = new CountingWaker();

  @Actor
  public void pollTwice(III_Result r) {
    r.r1 = timer.pollWith(waker);
    r.r2 = timer.pollWith(waker);
  }

  @Actor
  public void fire() {
    timer.fire();
  }

  @Arbiter
  public void count(III_Result r) {
    r.r3 = waker.wakes();
  }
}
