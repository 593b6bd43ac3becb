package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A message is posted while the shard is about to park: never "parked" and "not unparked" at once.
 * The shard publishes that it parks and looks at the inbox; the sender pushes and looks whether the
 * shard is parked.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The shard saw the message and did not park.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The shard parked and was unparked.")
@Outcome(
    id = "2",
    expect = FORBIDDEN,
    desc = "Asleep: the shard parked without seeing the message, and nobody unparks it.")
@State
public class PostAgainstPark {

  private final Parking parking = new Parking(Driver.NEVER);

  @Actor
  public void run(I_Result r) {
    r.r1 = parking.run();
  }

  @Actor
  public void post() {
    parking.post();
  }
}
