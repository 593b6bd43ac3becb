package dev.chime.config;

import dev.chime.timer.service.TimerService;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Answers all parked requests as the first thing when the context stops. The web server's graceful
 * shutdown, a later phase, waits for active requests; these would keep it waiting for their whole
 * wait.
 */
@Component
class ParkedRequestsLifecycle implements SmartLifecycle {

  private final TimerService timers;
  private volatile boolean running;

  ParkedRequestsLifecycle(TimerService timers) {
    this.timers = timers;
  }

  @Override
  public void start() {
    timers.resumeWaits();
    running = true;
  }

  @Override
  public void stop() {
    timers.endWaits();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return DEFAULT_PHASE; // the last to start and the first to stop
  }
}
