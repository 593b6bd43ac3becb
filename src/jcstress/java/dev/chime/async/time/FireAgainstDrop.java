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

/** A drop races with the firing: one outcome. Dropped, it never wakes and is released once. */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Fired: the task is woken.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Dropped: its place is given back.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Two outcomes: dropped, and yet it wakes.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "No outcome: neither woken nor given back.")
@Outcome(
    id = {"[2-9], [01]", "[01], [2-9]"},
    expect = FORBIDDEN,
    desc = "Woken or given back twice.")
@State
public class FireAgainstDrop {

  private final BareTimer timer = new BareTimer();
  private final CountingWaker waker = new CountingWaker();

  public FireAgainstDrop() {
    timer.poll(waker);
  }

  @Actor
  public void fire() {
    timer.fire();
  }

  @Actor
  public void drop() {
    timer.drop();
  }

  @Arbiter
  public void count(II_Result r) {
    r.r1 = waker.wakes();
    r.r2 = timer.releases();
  }
}
