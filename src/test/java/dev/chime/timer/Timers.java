package dev.chime.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Timers as tests need them. */
public final class Timers {

  private Timers() {}

  /** A new timer in the default namespace. */
  public static Timer pending(
      String id,
      Instant deadline,
      Instant createdAt,
      @Nullable String payload,
      Map<String, String> labels) {
    return Timer.create(
        new TimerId(Namespace.DEFAULT, id),
        new TimerDraft(new Due.At(deadline), null, payload, labels),
        createdAt);
  }

  /** A new timer with nothing in it. */
  public static Timer pending(String id, Instant deadline, Instant createdAt) {
    return pending(id, deadline, createdAt, null, Map.of());
  }

  /** A new timer in the default namespace that is delivered when it elapses. */
  public static Timer toDeliver(
      String id, Instant deadline, Instant createdAt, Destination destination) {
    return Timer.create(
        new TimerId(Namespace.DEFAULT, id),
        new TimerDraft(new Due.At(deadline), null, "[1]", Map.of("k", "v"), destination),
        createdAt);
  }

  /** A timer that is skipped if it is an hour late: its elapse waits for the commit. */
  public static Timer skippable(String id, Instant deadline) {
    return Timer.create(
        new TimerId(Namespace.DEFAULT, id),
        new TimerDraft(new Due.At(deadline), Duration.ofHours(1), null, Map.of()),
        deadline);
  }
}
