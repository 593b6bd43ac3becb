package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two wakes of an idle task race to schedule it: one of the wakers enqueues it, and one only. */
@JCStressTest
@Outcome(
    id = {"true, false", "false, true"},
    expect = ACCEPTABLE,
    desc = "One waker enqueues.")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "Doubled: the task is queued twice.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "Lost: nobody queues the task.")
@State
public class WakeAgainstWake {

  private final StateWord task = StateWord.idle();

  @Actor
  public void wake(ZZ_Result r) {
    r.r1 = task.schedule();
  }

  @Actor
  public void wakeToo(ZZ_Result r) {
    r.r2 = task.schedule();
  }
}
