package dev.chime.async;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two senders push to the inbox at once: everything arrives, once, each sender's in its order. */
@JCStressTest
@Outcome(
    id = {"abcd", "acbd", "acdb", "cabd", "cadb", "cdab"},
    expect = ACCEPTABLE,
    desc = "All there, each sender's in its order.")
@Outcome(id = ".{0,3}", expect = FORBIDDEN, desc = "Lost: a message is missing.")
@Outcome(id = ".{5,}", expect = FORBIDDEN, desc = "Doubled: a message came twice.")
@Outcome(
    id = "(?=.{4}$)(.*b.*a.*|.*d.*c.*)",
    expect = FORBIDDEN,
    desc = "Out of order: a sender's second message came before its first.")
@State
public class PushAgainstPush {

  private final Inbox inbox = new Inbox();

  @Actor
  public void send() {
    inbox.push(new Letter('a'));
    inbox.push(new Letter('b'));
  }

  @Actor
  public void sendToo() {
    inbox.push(new Letter('c'));
    inbox.push(new Letter('d'));
  }

  @Arbiter
  public void receive(L_Result r) {
    r.r1 = Letter.drain(inbox);
  }
}
