package dev.chime.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A timer as it stood at some version. Immutable; all times are whole milliseconds of the {@link
 * ServiceClock}.
 *
 * @param id its name
 * @param state where it stands
 * @param deadline when it is to elapse, never before
 * @param createdAt when it was accepted
 * @param elapsedAt when it did elapse; null unless {@link TimerState#ELAPSED}
 * @param payload the client's JSON, as text; null if there is none
 * @param labels the client's labels
 * @param version 1 at first, one more with each change
 */
public record Timer(
    TimerId id,
    TimerState state,
    Instant deadline,
    Instant createdAt,
    @Nullable Instant elapsedAt,
    @Nullable String payload,
    Map<String, String> labels,
    long version) {

  /** The longest way from creation to deadline. */
  public static final Duration HORIZON = Duration.ofDays(36_525); // 100 years

  /** Copies the labels. */
  public Timer {
    labels = Map.copyOf(labels);
  }

  /** Whether there is no outcome yet. */
  public boolean isPending() {
    return state == TimerState.PENDING;
  }

  /** This timer, elapsed at {@code now}. */
  public Timer elapsed(Instant now) {
    return outcome(TimerState.ELAPSED, now);
  }

  /** This timer, cancelled. */
  public Timer cancelled() {
    return outcome(TimerState.CANCELLED, null);
  }

  private Timer outcome(TimerState state, @Nullable Instant elapsedAt) {
    return new Timer(id, state, deadline, createdAt, elapsedAt, payload, labels, version + 1);
  }

  /**
   * How long it elapsed after it could have: after its deadline or, if that had passed already when
   * it was created, after its creation. Null unless it elapsed.
   */
  public @Nullable Duration lateness() {
    return elapsedAt == null ? null : Duration.between(earliest(), elapsedAt);
  }

  /** When it can elapse at the earliest. */
  Instant earliest() {
    return deadline.isAfter(createdAt) ? deadline : createdAt;
  }
}
