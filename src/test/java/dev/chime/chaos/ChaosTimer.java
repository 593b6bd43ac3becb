package dev.chime.chaos;

import dev.chime.deliverychecks.JudgedTimer;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What its client knows for sure of a timer, and what contradicts it. One thread at a time. */
final class ChaosTimer {

  private static final Duration FAR = Duration.ofMinutes(10);

  private final String id;
  private final @Nullable String deliver;
  private final Set<String> deadlines = new LinkedHashSet<>();
  private int changes;
  private int changesPerhaps;
  private boolean cancelSent;
  private @Nullable String outcome;
  private String state = "";
  private @Nullable JudgedTimer judged;
  private final List<String> violations = new ArrayList<>();

  /**
   * A timer that is not made yet.
   *
   * @param deliver where it is to be delivered, as JSON; null for nowhere
   */
  ChaosTimer(String id, @Nullable String deliver) {
    this.id = id;
    this.deliver = deliver;
  }

  /** The request that makes it. */
  String request(int delayMillis) {
    return "{\"delay\":\"%dms\",\"payload\":\"%s\"%s}"
        .formatted(delayMillis, id, deliver == null ? "" : ",\"deliver\":" + deliver);
  }

  String id() {
    return id;
  }

  /** How it stood when all was over; null if it was not there. */
  @Nullable JudgedTimer judged() {
    return judged;
  }

  void isViolated(String what) {
    violations.add(id + ": " + what);
  }

  List<String> violations() {
    return violations;
  }

  /** The deadline that it has, or may have. */
  String deadline() {
    return deadlines.iterator().next();
  }

  /** Whether it does not come due during the test. */
  boolean isFar() {
    return Instant.parse(deadline()).isAfter(Instant.now().plus(FAR));
  }

  boolean hasOutcome() {
    return outcome != null;
  }

  String state() {
    return state;
  }

  void created(Response answer) {
    if (answer.status() != 201 && answer.status() != 200) {
      violations.add(id + " was not created: " + answer);
    }
    deadlines.add(answer.text("deadline"));
    check(answer);
  }

  /** A client is about to ask for this deadline. */
  void rescheduling(String deadline) {
    deadlines.add(deadline);
    changesPerhaps++;
  }

  /** The answer to that; null if there was none. */
  void rescheduled(@Nullable Response answer) {
    if (answer == null) {
      return;
    }
    changesPerhaps--;
    if (answer.status() == 200) {
      changes++;
      deadlines.clear();
      deadlines.add(answer.text("deadline"));
    } else if (answer.status() == 409) { // it has its outcome
      String asked = List.copyOf(deadlines).getLast();
      deadlines.remove(asked);
    } else {
      violations.add(id + " was not rescheduled: " + answer);
    }
  }

  void cancelling() {
    cancelSent = true;
  }

  /** A client was told how it stands; null if it was not. */
  void seen(@Nullable Response answer) {
    if (answer != null && answer.status() == 200) {
      check(answer);
    } else if (answer != null) {
      violations.add(id + " was answered with " + answer);
    }
  }

  private void check(Response answer) {
    Instant now = Instant.now();
    String deadline = answer.text("deadline");
    if (!deadlines.contains(deadline) || !answer.text("payload").equals(id)) {
      violations.add(id + " is not what was made: " + answer.body() + ", " + deadlines);
    }
    state = answer.text("state");
    String untimely = Outcomes.untimely(answer);
    if (untimely != null) {
      violations.add(id + " " + untimely + ": " + answer.body());
    }
    if (state.equals("ELAPSED") && now.isBefore(Instant.parse(answer.text("elapsedAt")))) {
      violations.add(id + " elapsed early: " + answer.body() + " at " + now);
    }
    if (state.equals("CANCELLED") && !cancelSent) {
      violations.add(id + " was cancelled by nobody: " + answer.body());
    }
    if (outcome != null && !outcome.equals(answer.outcome())) {
      violations.add(id + " was " + outcome + " and is " + answer.body());
    }
    int version = answer.json().required("version").asInt();
    boolean isPending = state.equals("PENDING");
    int least = 1 + changes + (isPending ? 0 : 1);
    if (version < least || version > least + changesPerhaps) {
      violations.add(id + " has not changed as often as was asked: " + answer.body());
    }
    if (!isPending) {
      outcome = answer.outcome();
    }
  }

  /** Compares with how a node sees it when all is over. */
  void judge(Response answer) {
    seen(answer);
    judged = answer.status() == 200 ? JudgedTimer.of(id, answer, deliver) : null;
    if (state.equals("PENDING") && !isFar()) {
      violations.add(id + " has not elapsed: " + answer.body());
    }
  }
}
