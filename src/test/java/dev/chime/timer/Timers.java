package dev.chime.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Timers as tests need them. */
public final class Timers {

  private static final Traceparent SPAN =
      Traceparent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

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
        new TimerDraft(new Due.At(deadline), null, "[1]", Map.of("k", "v"), destination)
            .withTraceparent(SPAN),
        createdAt);
  }

  /** A new timer as a repeated request gets it: without its trace, of which clients see nothing. */
  public static Timer asReplayed(Timer timer) {
    return Timer.pending(
        timer.id(),
        timer.deadline(),
        timer.createdAt(),
        timer.maxLateness(),
        timer.payload(),
        timer.labels(),
        timer.destination(),
        null);
  }

  /** A timer that is skipped if it is an hour late: its elapse waits for the commit. */
  public static Timer skippable(String id, Instant deadline) {
    return Timer.create(
        new TimerId(Namespace.DEFAULT, id),
        new TimerDraft(new Due.At(deadline), Duration.ofHours(1), null, Map.of()),
        deadline);
  }
}
