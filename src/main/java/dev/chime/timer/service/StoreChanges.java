package dev.chime.timer.service;

import dev.chime.timer.Timer;
import java.time.Instant;

/**
 * Takes note of timers that the store has made, changed or cancelled in this process together with
 * something else, such as a change of their schedule. Those who wait are told, and what is near is
 * armed. Thread-safe.
 */
public final class StoreChanges {

  private final LiveTimers live;
  private final TimerListener listener;

  StoreChanges(LiveTimers live, TimerListener listener) {
    this.live = live;
    this.listener = listener;
  }

  /** A timer was made. */
  public void made(Timer timer) {
    listener.created(timer);
    live.armIfNear(timer);
  }

  /** Timers with deadlines from a time on were made while nobody listened. */
  public void madeUnheard(Instant earliest) {
    live.rewind(earliest);
  }

  /** A timer was changed. */
  public void changed(Timer timer) {
    listener.amended(timer);
    live.announce(timer);
    live.armIfNear(timer);
  }

  /** A timer was cancelled. */
  public void cancelled(Timer timer) {
    live.announce(timer); // before the caller is answered
    listener.cancelled(timer);
  }
}
