package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/**
 * A wake races with the start of a poll. The task is scheduled already, so the wake is redundant;
 * yet what its thread wrote before it must be seen by that poll, or another poll be owed.
 */
@JCStressTest
@Outcome(id = "false, 1, false", expect = ACCEPTABLE, desc = "The poll sees the data.")
@Outcome(
    id = {"false, 0, true", "false, 1, true"},
    expect = ACCEPTABLE,
    desc = "Woken during the poll: the poller enqueues for another.")
@Outcome(
    id = {"true, 0, false", "true, 1, false"},
    expect = ACCEPTABLE,
    desc = "Woken after the poll: the waker enqueues for another.")
@Outcome(
    id = "false, 0, false",
    expect = FORBIDDEN,
    desc = "Lost: the poll misses the data, and nobody owes another.")
@Outcome(id = "true, [01], true", expect = FORBIDDEN, desc = "Doubled: queued twice.")
@State
public class WakeAgainstStart {

  private final StateWord task = StateWord.scheduled();
  private int data;

  @Actor
  public void wake(ZIZ_Result r) {
    data = 1;
    r.r1 = task.schedule();
  }

  @Actor
  public void poll(ZIZ_Result r) {
    task.start();
    r.r2 = data;
    r.r3 = task.suspend();
  }
}
