package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A message that can wait, though not as long as the shard means to sleep, is posted while the
 * shard is about to park: the stale next wake-up must not stand.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The shard saw the message and did not park.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The shard parked and was unparked.")
@Outcome(
    id = "2",
    expect = FORBIDDEN,
    desc = "Asleep: the shard parked without seeing the message, and nobody unparks it.")
@State
public class EarlierEventAgainstPark {

  private final Parking parking = new Parking(100);

  @Actor
  public void run(I_Result r) {
    r.r1 = parking.run();
  }

  @Actor
  public void post() {
    parking.post(50);
  }
}
