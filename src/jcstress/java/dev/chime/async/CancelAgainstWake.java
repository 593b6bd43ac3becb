package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** A cancellation of an idle task races with a wake: it is queued once, and dropped when run. */
@JCStressTest
@Outcome(
    id = {"true, false, true", "false, true, true"},
    expect = ACCEPTABLE,
    desc = "One of the two enqueues, and the run finds the mark.")
@Outcome(id = "true, true, (true|false)", expect = FORBIDDEN, desc = "Doubled: queued twice.")
@Outcome(id = "false, false, (true|false)", expect = FORBIDDEN, desc = "Lost: nobody queues it.")
@Outcome(
    id = {"true, false, false", "false, true, false"},
    expect = FORBIDDEN,
    desc = "The mark is lost: a cancelled task is polled.")
@State
public class CancelAgainstWake {

  private final StateWord task = StateWord.idle();

  @Actor
  public void cancel(ZZZ_Result r) {
    r.r1 = task.scheduleCancellation();
  }

  @Actor
  public void wake(ZZZ_Result r) {
    r.r2 = task.schedule();
  }

  @Arbiter
  public void run(ZZZ_Result r) {
    r.r3 = task.start();
  }
}
