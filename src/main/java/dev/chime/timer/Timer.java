package dev.chime.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a timer. Immutable. All times are whole milliseconds of the service's clock.
 *
 * @param id its id
 * @param state its state
 * @param deadline when it is to elapse; it never elapses earlier
 * @param createdAt when it was accepted
 * @param dueAt the earliest time at which it could elapse: its deadline, or the time at which the
 *     deadline was set, if the deadline had already passed then
 * @param maxLateness how long after {@code dueAt} it may still elapse; after that it is {@linkplain
 *     TimerState#SKIPPED skipped}; null for no limit
 * @param decidedAt when it got its outcome; null while pending
 * @param payload the client's JSON, as text; null if there is none
 * @param labels the client's labels
 * @param destination where it is delivered when it elapses; null for nowhere
 * @param traceparent the span of the request that created it; null if that was not in a trace.
 *     Clients do not see it
 * @param version 1 for a new timer, and one more with each change
 */
public record Timer(
    TimerId id,
    TimerState state,
    Instant deadline,
    Instant createdAt,
    Instant dueAt,
    @Nullable Duration maxLateness,
    @Nullable Instant decidedAt,
    @Nullable String payload,
    Map<String, String> labels,
    @Nullable Destination destination,
    @Nullable Traceparent traceparent,
    long version) {

  /** The longest time from the creation to the deadline. */
  public static final Duration HORIZON = Duration.ofDays(36_525); // 100 years

  /** The latest possible deadline: the last one that RFC 3339 can express. */
  public static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  /** Copies the labels. */
  public Timer {
    labels = Map.copyOf(labels);
  }

  /**
   * A new timer, accepted at {@code now}.
   *
   * @throws BeyondHorizonException if its deadline is too far away
   */
  public static Timer create(TimerId id, TimerDraft draft, Instant now) {
    Instant deadline = draft.due().deadline(now);
    Instant createdAt = draft.due().acceptedAt(now);
    Duration maxLateness = draft.maxLateness();
    return pending(
        id,
        deadline,
        createdAt,
        maxLateness == null ? null : Millis.ceil(maxLateness),
        draft.payload(),
        draft.labels(),
        draft.destination(),
        draft.traceparent());
  }

  /** A new timer, whose times are whole milliseconds. */
  public static Timer pending(
      TimerId id,
      Instant deadline,
      Instant createdAt,
      @Nullable Duration maxLateness,
      @Nullable String payload,
      Map<String, String> labels,
      @Nullable Destination destination,
      @Nullable Traceparent traceparent) {
    return new Timer(
        id,
        TimerState.PENDING,
        deadline,
        createdAt,
        later(deadline, createdAt),
        maxLateness,
        null,
        payload,
        labels,
        destination,
        traceparent,
        1);
  }

  /**
   * When it elapsed: as soon as it could. This follows from when it was due, so a crash cannot
   * change it; {@link #lateness()} says how long after that it got its outcome.
   *
   * @return null if it has not elapsed
   */
  public @Nullable Instant elapsedAt() {
    return state == TimerState.ELAPSED ? dueAt : null;
  }

  /** Whether there is no outcome yet. */
  public boolean isPending() {
    return state == TimerState.PENDING;
  }

  /** Whether its deadline has come at {@code now}: from then on, it can only elapse. */
  public boolean isDue(Instant now) {
    return !now.isBefore(deadline);
  }

  /**
   * This timer with the outcome of a timer that is due: elapsed, or skipped if it is too late. It
   * is decided when it was due, if that is later: the clock of who has created it may be ahead.
   */
  public Timer outcomeAt(Instant now) {
    return outcome(isTooLate(now) ? TimerState.SKIPPED : TimerState.ELAPSED, later(now, dueAt));
  }

  /** Whether it is too late to elapse at {@code now}. */
  public boolean isTooLate(Instant now) {
    return maxLateness != null && Duration.between(dueAt, now).compareTo(maxLateness) > 0;
  }

  /**
   * This timer, cancelled at {@code now}, or at its creation time if that is later: it may have
   * been rounded up.
   */
  public Timer cancelled(Instant now) {
    return outcome(TimerState.CANCELLED, later(now, createdAt));
  }

  private Timer outcome(TimerState state, Instant now) {
    return new Timer(
        id,
        state,
        deadline,
        createdAt,
        dueAt,
        maxLateness,
        now,
        payload,
        labels,
        destination,
        traceparent,
        version + 1);
  }

  /** This timer, skipped at {@code now} although it is not too late. */
  public Timer skipped(Instant now) {
    return outcome(TimerState.SKIPPED, later(now, dueAt));
  }

  /** This timer as the next version of a pending one. */
  public Timer following(Timer before) {
    return new Timer(
        before.id,
        state,
        deadline,
        before.createdAt,
        dueAt,
        maxLateness,
        decidedAt,
        payload,
        labels,
        destination,
        traceparent,
        before.version + 1);
  }

  /** This timer with another id. */
  public Timer withId(TimerId other) {
    return new Timer(
        other,
        state,
        deadline,
        createdAt,
        dueAt,
        maxLateness,
        decidedAt,
        payload,
        labels,
        destination,
        traceparent,
        version);
  }

  /** Whether it has elapsed, and is to be delivered. */
  public boolean isToDeliver() {
    return state == TimerState.ELAPSED && destination != null;
  }

  /**
   * This timer, changed at {@code now}.
   *
   * @throws BeyondHorizonException if its new deadline is too far away
   */
  public Timer amended(Amendment amendment, Instant now) {
    Instant newDeadline = amendment.due() == null ? null : amendment.due().deadline(now);
    Map<String, String> newLabels = amendment.labels();
    return new Timer(
        id,
        state,
        newDeadline == null ? deadline : newDeadline,
        createdAt,
        newDeadline == null ? dueAt : later(newDeadline, Millis.floor(now)),
        maxLateness,
        null,
        amendment.payload() == null ? payload : amendment.payload(),
        newLabels == null ? labels : newLabels,
        amendment.destination() == null ? destination : amendment.destination(),
        traceparent,
        version + 1);
  }

  /**
   * How long after {@code dueAt} it elapsed or was skipped.
   *
   * @return null if it is pending or was cancelled
   */
  public @Nullable Duration lateness() {
    return decidedAt == null || state == TimerState.CANCELLED
        ? null
        : Duration.between(dueAt, decidedAt);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
