package dev.chime.store.commit;

import dev.chime.delivery.DeliveryListener;
import dev.chime.delivery.Lane;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import java.time.Instant;
import java.util.List;

/**
 * Tells a listener of deliveries that become available, when their transactions are committed. The
 * listener is made after the store, and hears nothing of what was before. Thread-safe.
 */
public final class DeliveryNews implements DeliveryListener {

  private volatile DeliveryListener listener = (lane, at) -> {};

  /** Sets the listener. */
  public void passOnTo(DeliveryListener next) {
    listener = next;
  }

  @Override
  public void available(Lane lane, Instant at) {
    listener.available(lane, at);
  }

  /** Tells of the deliveries that these changes have made: they are available now. */
  public void committed(List<TimerChange> changes) {
    for (TimerChange change : changes) {
      if (change.kind() == TimerChange.Kind.ELAPSED) {
        elapsed(change.timer());
      }
    }
  }

  /** Tells of the delivery of a timer that has elapsed, if it has one. */
  void elapsed(Timer timer) {
    if (timer.isToDeliver()) {
      listener.available(Lane.of(timer), timer.dueAt());
    }
  }
}
