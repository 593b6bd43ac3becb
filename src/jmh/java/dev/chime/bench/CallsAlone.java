package dev.chime.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Calls that wait in memory for their time, and are lost with the process: as many threads as
 * db-scheduler has make them. What such a call costs by itself bounds whatever also keeps it.
 */
final class CallsAlone implements CallingScheduler.Scheduler {

  private static final int THREADS = 50;

  private final CallingScheduler.Call call;
  private final ExecutorService callers = Executors.newFixedThreadPool(THREADS);

  CallsAlone(CallingScheduler.Call call) {
    this.call = call;
  }

  @Override
  public void schedule(List<Instant> deadlines) {
    Thread.ofVirtual().start(() -> makeAll(deadlines));
  }

  private void makeAll(List<Instant> deadlines) {
    int number = 0;
    for (Instant deadline : deadlines) {
      sleepUntil(deadline);
      String id = deadline.toEpochMilli() + "-" + number++;
      callers.execute(() -> call.make(id, deadline));
    }
  }

  private static void sleepUntil(Instant deadline) {
    try {
      Duration left = Duration.between(Instant.now(), deadline);
      if (left.isPositive()) {
        Thread.sleep(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e); // nobody interrupts
    }
  }

  @Override
  public void close() {
    callers.close();
  }
}
