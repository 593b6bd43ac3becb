package dev.chime.timer.service;

import dev.chime.timer.ChangeListener;
import dev.chime.timer.TimerChange;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listener of a store that several processes share. It passes changes on to the {@link
 * TimerEvents} and, once the service has started, to those who wait in this process for what
 * another process does. It also keeps the service up to date on which processes there are.
 *
 * <p>It is made before the store, which tells it things from the first moment on, and so before the
 * service, which needs the store. Thread-safe.
 */
public final class ClusterNews implements ChangeListener {

  private record Membership(String self, Collection<String> others) {}

  private record Receivers(LiveTimers live, Sweeper sweeper) {}

  private final TimerEvents events;
  private @Nullable Receivers receivers;
  private @Nullable Membership membership;

  /** Passes changes on to {@code events} first. */
  public ClusterNews(TimerEvents events) {
    this.events = events;
  }

  /** Passes everything on to these, too, from now on; who the processes are, at once. */
  synchronized void passOnTo(LiveTimers live, Sweeper sweeper) {
    receivers = new Receivers(live, sweeper);
    if (membership != null) {
      live.membership(membership.self(), membership.others());
    }
  }

  @Override
  public synchronized void committed(List<TimerChange> changes) {
    events.committed(changes);
    if (receivers != null) {
      LiveTimers live = receivers.live();
      changes.forEach(change -> live.announce(change.timer()));
    }
  }

  @Override
  public synchronized void changesMissed(long run, long last) {
    events.changesMissed(run, last);
    if (receivers != null) {
      receivers.live().rereadAll();
    }
  }

  @Override
  public synchronized void externalInserts() {
    if (receivers != null) {
      receivers.sweeper().externalInserts();
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
