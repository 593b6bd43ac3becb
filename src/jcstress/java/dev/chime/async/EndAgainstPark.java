package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The last spawner is closed while the shard is about to park: the shard sees the end or is
 * unparked to see it.
 */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The shard saw the end and did not park.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The shard parked and was unparked.")
@Outcome(
    id = "2",
    expect = FORBIDDEN,
    desc = "Asleep: the shard parked without seeing the end, and nobody unparks it.")
@State
public class EndAgainstPark {

  private final Parking parking = new Parking(Driver.NEVER);

  @Actor
  public void run(I_Result r) {
    r.r1 = parking.run();
  }

  @Actor
  public void close() {
    parking.closeSpawner();
  }
}
