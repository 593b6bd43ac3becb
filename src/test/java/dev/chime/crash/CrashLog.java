package dev.chime.crash;

import static org.awaitility.Awaitility.await;

import dev.chime.deliverychecks.JudgedTimer;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What clients know for sure, and whether the server still knows it. Thread-safe. */
final class CrashLog {

  /** One acknowledged timer. */
  private static final class Known {
    volatile String deadline;
    volatile @Nullable String deadlineSent;
    final AtomicInteger changes = new AtomicInteger();
    final String payload;
    final @Nullable String deliver;
    final String @Nullable [] request;
    volatile boolean cancelSent;
    volatile @Nullable String outcome;

    Known(String deadline, String payload, @Nullable String deliver, String @Nullable [] request) {
      this.deadline = deadline;
      this.payload = payload;
      this.deliver = deliver;
      this.request = request;
    }
  }

  private final Map<String, Known> timers = new ConcurrentHashMap<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final List<JudgedTimer> judged = new ArrayList<>();

  void created(
      String id,
      String deadline,
      String payload,
      @Nullable String deliver,
      String @Nullable [] request) {
    if (timers.put(id, new Known(deadline, payload, deliver, request)) != null) {
      isViolated(id + " was made twice");
    }
  }

  /** A client is about to ask for another deadline. */
  void rescheduling(String id, String deadline) {
    timers.get(id).deadlineSent = deadline;
  }

  /** The deadline that it asked for was acknowledged, or the timer's outcome. */
  void rescheduled(String id, Response answer) {
    Known known = timers.get(id);
    if (answer.status() == 200) {
      known.changes.incrementAndGet();
      known.deadline = known.deadlineSent;
    } else if (answer.status() != 409) {
      isViolated(id + " was not rescheduled: " + answer);
    }
    known.deadlineSent = null;
  }

  void cancelling(String id) {
    timers.get(id).cancelSent = true;
  }

  /** Timers whose deadlines have passed, and whose outcomes nobody was told. */
  List<String> overdue() {
    Instant now = Instant.now();
    return timers.entrySet().stream()
        .filter(each -> each.getValue().outcome == null && each.getValue().deadlineSent == null)
        .filter(each -> Instant.parse(each.getValue().deadline).isBefore(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A client was told how the timer stands. */
  void answered(String id, Response answer) {
    if (answer.status() != 200) {
      isViolated(id + " was answered with " + answer);
      return;
    }
    check(id, timers.get(id), answer);
    if (!answer.text("state").equals("PENDING")) {
      timers.get(id).outcome = answer.outcome();
    }
  }

  void isViolated(String what) {
    violations.add(what);
  }

  private void check(String id, Known known, Response answer) {
    String deadline = answer.text("deadline");
    boolean sameDeadline = deadline.equals(known.deadline) || deadline.equals(known.deadlineSent);
    boolean same =
        sameDeadline && answer.json().required("payload").toString().equals(known.payload);
    if (!same) {
      isViolated(id + " is not what was made: " + answer.body() + ", " + known.deadline);
    }
    String untimely = Outcomes.untimely(answer);
    if (untimely != null) {
      isViolated(id + " " + untimely + ": " + answer.body());
    }
    if (known.outcome != null && !known.outcome.equals(answer.outcome())) {
      isViolated(id + " was " + known.outcome + " and is " + answer.body());
    }
  }

  /** Compares with what the server has after its last start. */
  CrashVerdict judge(ApiClient client) {
    Instant recent = Instant.now().plusSeconds(60);
    int[] counts = new int[5];
    timers.forEach(
        (id, known) -> {
          boolean due = Instant.parse(known.deadline).isBefore(recent);
          counts[3] += known.outcome == null ? 0 : 1;
          Response answer = due ? outcome(client, id) : client.get("/timers/" + id + "?wait=0");
          if (answer.status() != 200) {
            isViolated(id + " is gone: " + answer);
            return;
          }
          check(id, known, answer);
          judged.add(JudgedTimer.of(id, answer, known.deliver));
          switch (answer.text("state")) {
            case "CANCELLED" -> {
              counts[0]++;
              if (!known.cancelSent) {
                isViolated(id + " was cancelled by nobody");
              }
            }
            case "ELAPSED" -> counts[1]++;
            default -> {
              counts[2]++;
              if (due) {
                isViolated(id + " has not elapsed: " + answer.body());
              }
            }
          }
          int version =
              1 + known.changes.get() + (answer.text("deadline").equals(known.deadline) ? 0 : 1);
          int outcome = answer.text("state").equals("PENDING") ? 0 : 1;
          if (answer.json().required("version").asInt() != version + outcome) {
            isViolated(id + " has not changed as often as was asked: " + answer.body());
          }
          String[] request = known.request;
          if (request != null) {
            Response again = client.post(request[1], "Idempotency-Key", request[0]);
            counts[4]++;
            if (again.status() != 201 || !again.text("id").equals(id)) {
              isViolated(id + " was made again: " + again);
            }
          }
        });
    return new CrashVerdict(
        timers.size(),
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        counts[4],
        List.copyOf(violations));
  }

  /** How all timers stood when they were {@linkplain #judge judged}. */
  List<JudgedTimer> judged() {
    return judged;
  }

  private static Response outcome(ApiClient client, String id) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .until(
            () -> client.get("/timers/" + id + "?wait=10s"),
            answer -> answer.status() != 200 || !answer.text("state").equals("PENDING"));
  }
}
