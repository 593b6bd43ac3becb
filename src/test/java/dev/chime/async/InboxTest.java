package dev.chime.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InboxTest {

  private static final int SENDERS = 3;
  private static final int MESSAGES = 200_000;

  private final Inbox inbox = new Inbox();

  @Test
  void isEmptyUntilSomethingIsPushedAndAfterTheDrain() {
    assertThat(inbox.isEmpty()).isTrue();
    assertThat(inbox.drain()).isNull();

    inbox.push(new Numbered(0, 0));
    assertThat(inbox.isEmpty()).isFalse();

    assertThat(inbox.drain()).isNotNull();
    assertThat(inbox.isEmpty()).isTrue();
  }

  @Test
  void drainsEverythingOldestFirst() {
    for (int i = 0; i < 5; i++) {
      inbox.push(new Numbered(0, i));
    }

    assertThat(drained()).extracting(Numbered::number).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void takesAMessageAgainOnceItIsOut() {
    Numbered message = new Numbered(0, 7);
    inbox.push(message);
    drained();

    inbox.push(message);

    assertThat(drained()).containsExactly(message);
  }

  @Test
  @Timeout(60)
  void losesAndReordersNothingOfAnySender() throws InterruptedException {
    List<Thread> senders = new ArrayList<>();
    for (int sender = 0; sender < SENDERS; sender++) {
      int name = sender;
      senders.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < MESSAGES; i++) {
                      inbox.push(new Numbered(name, i));
                    }
                  }));
    }
    int[] next = new int[SENDERS];
    for (int received = 0; received < SENDERS * MESSAGES; ) {
      for (Numbered message : drained()) {
        assertThat(message.number).isEqualTo(next[message.sender]++);
        received++;
      }
      Thread.onSpinWait();
    }
    for (Thread sender : senders) {
      sender.join();
    }

    assertThat(inbox.isEmpty()).isTrue();
    assertThat(next).containsOnly(MESSAGES);
  }

  private List<Numbered> drained() {
    List<Numbered> messages = new ArrayList<>();
    for (Message message = inbox.drain(); message != null; message = message.next) {
      messages.add((Numbered) message);
    }
    return messages;
  }

  private static final class Numbered extends Message {
    private final int sender;
    private final int number;

    Numbered(int sender, int number) {
      this.sender = sender;
      this.number = number;
    }

    int number() {
      return number;
    }

    @Override
    protected void receive() {}
  }
}
