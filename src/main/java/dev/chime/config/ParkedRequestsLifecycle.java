package dev.chime.config;

import dev.chime.timer.service.TimerService;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Answers all parked requests first when the context stops. The graceful shutdown of the web server
 * comes later and waits for active requests. Parked requests would delay it until their waits end.
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
