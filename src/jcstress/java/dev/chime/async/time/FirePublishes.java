package dev.chime.async.time;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.chime.async.Waker;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A poll that sees the timer fired also sees what was written before the firing. */
@JCStressTest
@Outcome(id = "0, [01]", expect = ACCEPTABLE, desc = "Pending: nothing is promised yet.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Ready, and the data is there.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Ready, but the data is not there.")
@State
public class FirePublishes {

  private final BareTimer timer = new BareTimer();
  private int data;

  @Actor
  public void fire() {
    data = 1;
    timer.fire();
  }

  @Actor
  public void poll(II_Result r) {
    r.r1 = timer.poll(Waker.noop()).isReady() ? 1 : 0;
    r.r2 = data;
  }
}
