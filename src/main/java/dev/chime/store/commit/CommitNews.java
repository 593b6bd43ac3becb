package dev.chime.store.commit;

import dev.chime.delivery.DeliveryListener;
import dev.chime.delivery.Lane;
import dev.chime.schedule.ScheduleListener;
import dev.chime.timer.TestClocks;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners of deliveries that become available, and of what schedules have done, when their
 * transactions are committed. The listeners are made after the store, and hear nothing of what was
 * before; that of schedules learns from when on. Thread-safe.
 */
public final class CommitNews implements DeliveryListener {

  private final TestClocks clocks;
  private volatile DeliveryListener listener = (lane, at) -> {};
  private volatile @Nullable ScheduleListener schedules;
  private @Nullable Instant unheard;

  /**
   * News for no listener so far.
   *
   * @param clocks tell by which clock a namespace goes
   */
  public CommitNews(TestClocks clocks) {
    this.clocks = clocks;
  }

  /** Sets the listener for deliveries. */
  public void passOnTo(DeliveryListener next) {
    listener = next;
  }

  /**
   * Sets the listener for schedules.
   *
   * @return the earliest deadline of an occurrence that was made before; null if there was none
   */
  public synchronized @Nullable Instant passOnTo(ScheduleListener next) {
    schedules = next;
    return unheard;
  }

  /** Tells what schedules have done in this process. */
  void stepped(List<SchedulePass> passes) {
    ScheduleListener told = schedules;
    if (told == null) {
      told = nobodyHas(passes);
    }
    if (told != null) {
      for (SchedulePass pass : passes) {
        pass.tell(told);
      }
    }
  }

  /** Notes what nobody hears. Returns the listener if there is one by now. */
  private synchronized @Nullable ScheduleListener nobodyHas(List<SchedulePass> passes) {
    if (schedules == null) {
      for (TimerChange made : SchedulePass.changes(passes)) {
        Instant deadline = made.timer().deadline();
        unheard = unheard == null || deadline.isBefore(unheard) ? deadline : unheard;
      }
    }
    return schedules;
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
    if (clocks.isToDeliver(timer)) {
      listener.available(Lane.of(timer), clocks.availableAt(timer, Instant::now));
    }
  }
}
