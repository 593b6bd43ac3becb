package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The same task registers again and looks, which need not store anything, during a wake. */
@JCStressTest
@Outcome(
    id = {"0, 1", "1, 1"},
    expect = ACCEPTABLE,
    desc = "The wake calls the task, whatever it has found.")
@Outcome(id = "[01], 0", expect = FORBIDDEN, desc = "Lost: the wake has called nobody.")
@State
public class AtomicWakerRegisterAgainAgainstWake {

  private final AtomicWaker place = new AtomicWaker();
  private final Waker task = () -> this.wakes++;
  private int product;
  private int wakes;

  public AtomicWakerRegisterAgainAgainstWake() {
    place.register(task);
  }

  @Actor
  public void consume(II_Result r) {
    place.register(task);
    r.r1 = product;
  }

  @Actor
  public void produce() {
    product = 1;
    place.wake();
  }

  @Arbiter
  public void count(II_Result r) {
    r.r2 = wakes;
  }
}
