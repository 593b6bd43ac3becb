package dev.chime.config;

import dev.chime.async.Executor;
import dev.chime.async.time.TimerDriver;
import dev.chime.async.time.TimerFuture;
import dev.chime.delivery.push.PushService;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Gives the calls that are under way a moment when the context stops. Those that take longer are
 * made again.
 */
@Component
class PushLifecycle implements SmartLifecycle {

  private static final Duration MOMENT = Duration.ofSeconds(5);

  private final PushService pushes;
  private final TimerDriver driver;
  private volatile boolean running;

  PushLifecycle(PushService pushes, TimerDriver driver) {
    this.pushes = pushes;
    this.driver = driver;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      Executor.blockOn(pushes.stop().select(TimerFuture.after(driver, MOMENT)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return 0; // after the requests have ended, and before the executor is closed
  }
}
