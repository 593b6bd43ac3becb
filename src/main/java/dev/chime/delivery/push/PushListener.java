package dev.chime.delivery.push;

import dev.chime.delivery.Lane;
import java.time.Duration;

/** Is told of attempts, for metrics. Called on any thread; must be quick and not throw. */
@FunctionalInterface
public interface PushListener {

  /** What came of an attempt. */
  enum Outcome {
    /** The receiver has taken it. */
    DELIVERED,
    /** It failed, and is tried again. */
    FAILED,
    /** It failed, and was the last one. */
    DEAD
  }

  /** An attempt has ended. */
  void attempted(Lane lane, Outcome outcome, Duration took);
}
