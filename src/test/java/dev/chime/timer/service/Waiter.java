package dev.chime.timer.service;

import dev.chime.async.JoinHandle;
import dev.chime.async.Spawner;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for a timer, and remembers what the answer was and when it came. */
final class Waiter {

  private record Answer(Optional<Timer> timer, Instant at) {}

  private final JoinHandle<Optional<Timer>> handle;
  private volatile @Nullable Answer answer;

  Waiter(
      TimerService service,
      Spawner spawner,
      TimerId id,
      @Nullable Long seenVersion,
      Duration wait) {
    handle =
        spawner.spawn(
            TimerService.affinity(id),
            service
                .await(id, seenVersion, wait)
                .map(
                    timer -> {
                      answer = new Answer(timer, service.clocks().service().instant());
                      return timer;
                    }));
  }

  JoinHandle<Optional<Timer>> handle() {
    return handle;
  }

  boolean isAnswered() {
    return answer != null;
  }

  /** When the answer came. */
  Instant answeredAt() {
    return answered().at();
  }

  /** What the answer was. */
  Optional<Timer> answer() {
    return answered().timer();
  }

  /** The timer that was the answer. */
  Timer timer() {
    return answer().orElseThrow();
  }

  private Answer answered() {
    Answer given = answer;
    if (given == null) {
      throw new AssertionError("not answered");
    }
    return given;
  }
}
