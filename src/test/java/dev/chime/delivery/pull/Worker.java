package dev.chime.delivery.pull;

import dev.chime.async.JoinHandle;
import dev.chime.delivery.Deliveries;
import dev.chime.delivery.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who claims once, and remembers what the answer was and when it came. */
final class Worker {

  private record Answer(List<Delivery> deliveries, Instant at) {}

  private final JoinHandle<List<Delivery>> handle;
  private volatile @Nullable Answer answer;

  Worker(QueueRun run, int max, Duration wait) {
    handle =
        run.spawner.spawn(
            QueueService.affinity(Deliveries.LANE),
            run.queues
                .claim(Deliveries.LANE, max, QueueRun.LEASE, wait)
                .map(
                    deliveries -> {
                      answer = new Answer(deliveries, run.clock.instant());
                      return deliveries;
                    }));
  }

  /** Its client goes away. */
  void leave() {
    handle.cancel();
  }

  boolean isAnswered() {
    return answer != null;
  }

  /** How long after the start it was answered. */
  Duration answeredAfter() {
    return Duration.between(QueueRun.START, answer().at());
  }

  /** What it was given. */
  List<Delivery> deliveries() {
    return answer().deliveries();
  }

  /** The ids of the timers that it was given. */
  List<String> timers() {
    return deliveries().stream().map(delivery -> delivery.timer().id().value()).toList();
  }

  private Answer answer() {
    Answer given = answer;
    if (given == null) {
      throw new AssertionError("not answered");
    }
    return given;
  }
}
