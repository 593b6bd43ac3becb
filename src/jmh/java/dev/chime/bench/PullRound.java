package dev.chime.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How workers share a queue.
 *
 * @param workers how many there are, each with a connection of its own
 * @param max how many each takes at a time
 */
record PullRound(int workers, int max) {

  static final PullRound HUNDREDS = new PullRound(8, 100);
  static final PullRound ONE_AT_A_TIME = new PullRound(64, 1);

  @Override
  public String toString() {
    return max == 1 ? workers + " workers, one at a time" : workers + " workers, " + max + " each";
  }

  /** Has the workers do so much. When the last of it was done. */
  Instant run(int count, QueueWorker.Connector connector)
      throws IOException, InterruptedException, ExecutionException {
    AtomicInteger left = new AtomicInteger(count);
    AtomicReference<Instant> end = new AtomicReference<>(Instant.MAX);
    List<QueueWorker> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < workers; i++) {
        all.add(connector.connect(i));
      }
      List<Future<?>> running = new ArrayList<>();
      for (QueueWorker worker : all) {
        running.add(
            threads.submit(
                () -> {
                  while (left.get() > 0) {
                    int done = worker.work(max);
                    if (done > 0 && left.addAndGet(-done) <= 0) {
                      end.set(Instant.now()); // others may wait in vain for a second more
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      for (QueueWorker each : all) {
        each.close();
      }
    }
    return end.get();
  }
}
