package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two producers race to wake: one of them calls the waker, and one only. */
@JCStressTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "One of the two wakes.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "Lost: neither wakes.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "Doubled: both wake.")
@State
public class AtomicWakerWakeAgainstWake {

  private final AtomicWaker place = new AtomicWaker();
  private final AtomicInteger wakes = new AtomicInteger();

  public AtomicWakerWakeAgainstWake() {
    place.register(wakes::incrementAndGet);
  }

  @Actor
  public void wake() {
    place.wake();
  }

  @Actor
  public void wakeToo() {
    place.wake();
  }

  @Arbiter
  public void count(I_Result r) {
    r.r1 = wakes.get();
  }
}
