package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** One sender pushes while the owner pushes to its own inbox and drains it: all three at once. */
@JCStressTest
@Outcome(
    id = {"c, ab", "ac, b", "ca, b", "abc, ", "acb, ", "cab, "},
    expect = ACCEPTABLE,
    desc = "All there, each sender's in its order.")
@Outcome(id = "(?=.{2,4}$).*", expect = FORBIDDEN, desc = "Lost: a message is missing.")
@Outcome(id = "(?=.{6,}$).*", expect = FORBIDDEN, desc = "Doubled: a message came twice.")
@Outcome(
    id = "(?=.{5}$).*b.*a.*",
    expect = FORBIDDEN,
    desc = "Out of order: the sender's second message came before its first.")
@Outcome(
    id = {", abc", ", acb", ", cab", "a, bc", "a, cb", "ab, c"},
    expect = FORBIDDEN,
    desc = "The drain missed what its own thread had pushed before.")
@State
public class PushAgainstPushAndDrain {

  private final Inbox inbox = new Inbox();

  @Actor
  public void send() {
    inbox.push(new Letter('a'));
    inbox.push(new Letter('b'));
  }

  @Actor
  public void sendAndReceive(LL_Result r) {
    inbox.push(new Letter('c'));
    r.r1 = Letter.drain(inbox);
  }

  @Arbiter
  public void receiveAgain(LL_Result r) {
    r.r2 = Letter.drain(inbox);
  }
}
