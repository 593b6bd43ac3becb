package dev.chime.store.postgres;

import java.util.concurrent.atomic.LongAdder;

/** Counts the notifications that this process sends and receives. Thread-safe. */
final class NotificationCounters {

  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();

  void recordSent() {
    sent.increment();
  }

  void recordReceived(int count) {
    received.add(count);
  }

  long sent() {
    return sent.sum();
  }

  long received() {
    return received.sum();
  }
}
