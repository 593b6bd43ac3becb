package dev.chime.store.postgres;

import java.util.concurrent.atomic.LongAdder;

/** How many notifications have been sent to all processes, and received. Thread-safe. */
final class Notifications {

  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();

  void sent() {
    sent.increment();
  }

  void received(int count) {
    received.add(count);
  }

  long countSent() {
    return sent.sum();
  }

  long countReceived() {
    return received.sum();
  }
}
