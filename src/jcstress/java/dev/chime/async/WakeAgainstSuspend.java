package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A wake races with the end of a poll that answered "pending": one of the two enqueues the task.
 */
@JCStressTest
@Outcome(id = "true, false", expect = ACCEPTABLE, desc = "Idle first: the waker enqueues.")
@Outcome(id = "false, true", expect = ACCEPTABLE, desc = "Woken first: the poller enqueues.")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "Doubled: the task is queued twice.")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "Lost: nobody queues the task.")
@State
public class WakeAgainstSuspend {

  private final StateWord task = StateWord.running();

  @Actor
  public void wake(ZZ_Result r) {
    r.r1 = task.schedule();
  }

  @Actor
  public void endPoll(ZZ_Result r) {
    r.r2 = task.suspend();
  }
}
