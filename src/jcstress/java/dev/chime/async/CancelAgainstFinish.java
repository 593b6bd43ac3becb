package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A cancellation races with the task's completion: whoever is first, a complete task is never
 * queued.
 */
@JCStressTest
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Nobody enqueues, then or later.")
@Outcome(
    id = {"true, false", "true, true"},
    expect = FORBIDDEN,
    desc = "A task that ends, or has ended, is queued.")
@Outcome(id = "false, true", expect = FORBIDDEN, desc = "Back to life: a later wake queues it.")
@State
public class CancelAgainstFinish {

  private final StateWord task = StateWord.running();

  @Actor
  public void cancel(ZZ_Result r) {
    r.r1 = task.scheduleCancellation();
  }

  @Actor
  public void finish() {
    task.finish();
  }

  @Arbiter
  public void wakeLater(ZZ_Result r) {
    r.r2 = task.schedule();
  }
}
