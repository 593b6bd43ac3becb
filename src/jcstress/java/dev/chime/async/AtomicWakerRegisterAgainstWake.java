package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A task that has moved registers its new waker and looks, while what it waits for is produced. If
 * the look misses the product, which is a plain field, the new waker is called.
 */
@JCStressTest
@Outcome(id = "1, 0, 0", expect = FORBIDDEN, desc = "A wake that called nobody: the old one waits.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Woken first: the look finds the product.")
@Outcome(
    id = {"0, 0, 1", "1, 0, 1"},
    expect = ACCEPTABLE,
    desc = "Registered first: the new waker is called.")
@Outcome(id = "0, [01], 0", expect = FORBIDDEN, desc = "Lost: no product, and no wake to come.")
@Outcome(id = "[01], 1, 1", expect = FORBIDDEN, desc = "One wake calls both.")
@State
public class AtomicWakerRegisterAgainstWake {

  private final AtomicWaker place = new AtomicWaker();
  private int product;
  private int oldWakes;
  private int newWakes;

  public AtomicWakerRegisterAgainstWake() {
    place.register(() -> oldWakes++);
  }

  @Actor
  public void consume(III_Result r) {
    place.register(() -> newWakes++);
    r.r1 = product;
  }

  @Actor
  public void produce() {
    product = 1;
    place.wake();
  }

  @Arbiter
  public void count(III_Result r) {
    r.r2 = oldWakes;
    r.r3 = newWakes;
  }
}
