package dev.chime.async;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what other threads are about to do, looking often. */
public final class Eventually {

  private Eventually() {}

  /** Returns once the condition holds; fails if it does not within a generous time. */
  public static void eventually(Callable<Boolean> condition) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
  }
}
