package dev.chime.timer.service;

import dev.chime.timer.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told, in order. */
public final class RecordingListener implements TimerListener {

  final List<Timer> created = new CopyOnWriteArrayList<>();
  final List<Timer> elapsed = new CopyOnWriteArrayList<>();
  final List<Timer> overdue = new CopyOnWriteArrayList<>();
  final List<Timer> cancelled = new CopyOnWriteArrayList<>();
  final List<Timer> skipped = new CopyOnWriteArrayList<>();
  final List<Timer> amended = new CopyOnWriteArrayList<>();

  @Override
  public void created(Timer timer) {
    created.add(timer);
  }

  @Override
  public void elapsed(Timer timer, Duration lateness) {
    elapsed.add(timer);
  }

  @Override
  public void skipped(Timer timer) {
    skipped.add(timer);
  }

  @Override
  public void swept(Timer timer) {}

  @Override
  public void amended(Timer timer) {
    amended.add(timer);
  }

  @Override
  public void overdue(Timer timer) {
    overdue.add(timer);
  }

  @Override
  public void cancelled(Timer timer) {
    cancelled.add(timer);
  }
}
