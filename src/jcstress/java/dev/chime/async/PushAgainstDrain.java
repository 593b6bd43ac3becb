package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** A sender pushes while the inbox is drained: what the drain misses is there for the next. */
@JCStressTest
@Outcome(
    id = {", abc", "a, bc", "ab, c", "abc, "},
    expect = ACCEPTABLE,
    desc = "Split between the two drains at any point, in order.")
@Outcome(id = "(?=.{2,4}$).*", expect = FORBIDDEN, desc = "Lost: a message is missing.")
@Outcome(id = "(?=.{6,}$).*", expect = FORBIDDEN, desc = "Doubled: a message came twice.")
@Outcome(
    id = "(?=.{5}$)(.*b.*a.*|.*c.*b.*|.*c.*a.*)",
    expect = FORBIDDEN,
    desc = "Out of order: a later message came before an earlier one.")
@State
public class PushAgainstDrain {

  private final Inbox inbox = new Inbox();

  @Actor
  public void send() {
    inbox.push(new Letter('a'));
    inbox.push(new Letter('b'));
    inbox.push(new Letter('c'));
  }

  @Actor
  public void receive(LL_Result r) {
    r.r1 = Letter.drain(inbox);
  }

  @Arbiter
  public void receiveAgain(LL_Result r) {
    r.r2 = Letter.drain(inbox);
  }
}
