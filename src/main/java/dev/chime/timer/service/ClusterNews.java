package dev.chime.timer.service;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerChange;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a store that several processes share. It passes changes on to the {@link
 * TimerEvents} first, then to the waiters in this process: another process may have made the
 * change. It also tells the service which processes there are.
 *
 * <p>The store needs a listener from its first moment on, and the service needs the store. So this
 * is made before both, and the service connects to it when it starts. Thread-safe.
 */
public final class ClusterNews implements ChangeListener {

  private record Membership(String self, Collection<String> others) {}

  private record Receivers(LiveTimers live, Sweeper sweeper) {}

  private final TimerEvents events;
  private @Nullable Receivers receivers;
  private @Nullable Membership membership;
  private Runnable missed = () -> {};
  private Runnable inserted = () -> {};

  /** A listener without a service so far. */
  public ClusterNews(TimerEvents events) {
    this.events = events;
  }

  /** Passes everything on to these, too, from now on; and at once, which processes there are. */
  synchronized void passOnTo(LiveTimers live, Sweeper sweeper) {
    receivers = new Receivers(live, sweeper);
    if (membership != null) {
      live.membership(membership.self(), membership.others());
    }
  }

  /** Sets what else is to be done when changes may have been missed. Must be quick. */
  public synchronized void onMissed(Runnable listener) {
    missed = listener;
  }

  /**
   * Sets what else is to be done when something was inserted into the database, if this process is
   * the first in rank. Must be quick.
   */
  public synchronized void onExternalInserts(Runnable listener) {
    inserted = listener;
  }

  @Override
  public synchronized void committed(List<TimerChange> changes) {
    events.committed(changes);
    if (receivers != null) {
      LiveTimers live = receivers.live();
      for (TimerChange change : changes) {
        if (!change.kind().isOfDelivery()) {
          live.announce(change.timer());
        }
      }
    }
  }

  @Override
  public synchronized void changesMissed(long run, long last) {
    events.changesMissed(run, last);
    if (receivers != null) {
      receivers.live().rereadAll();
    }
    missed.run();
  }

  @Override
  public synchronized void externalInserts() {
    if (receivers != null) {
      receivers.sweeper().externalInserts();
      if (receivers.live().nodes.rank() == 0) {
        inserted.run();
      }
    }
  }

  @Override
  public synchronized void membership(String self, Collection<String> others) {
    membership = new Membership(self, others);
    if (receivers != null) {
      receivers.live().membership(self, others);
    }
  }
}
