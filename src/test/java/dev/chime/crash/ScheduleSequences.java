package dev.chime.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * Schedules whose occurrences must form an exact sequence, whatever happens meanwhile: one every
 * 200 ms, none missing, none double, each with one outcome. Not thread-safe.
 */
final class ScheduleSequences {

  private static final int SCHEDULES = 20;
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, Instant> begins = new TreeMap<>();
  private final Set<String> cancelSent = ConcurrentHashMap.newKeySet();
  private final List<String> violations = new ArrayList<>();

  /** Makes the schedules. Those that were made before stay as they are. */
  void make(ApiClient client) {
    for (int i = 0; i < SCHEDULES; i++) {
      String id = "sequence-" + i;
      Response made =
          client.send("PUT", "/schedules/" + id, "{\"every\":\"200ms\",\"missed\":\"all\"}");
      assertThat(made.status()).as(made.body()).isIn(200, 201);
      begins.putIfAbsent(id, Instant.parse(made.text("createdAt")));
    }
  }

  /** Cancels pending occurrences, until the server is gone. */
  void cancelSome(ApiClient client, SplittableRandom random, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      while (System.nanoTime() < end) {
        String id = "sequence-" + random.nextInt(SCHEDULES);
        JsonNode pending = client.get("/schedules/" + id).json().path("pending");
        if (pending.has("id")) {
          String occurrence = pending.required("id").asString();
          cancelSent.add(occurrence);
          client.delete(occurrence);
        }
      }
    } catch (RuntimeException e) {
      return; // the server has died: what was asked for has no answer, and may be done or not
    }
  }

  /**
   * Waits until nothing is made up for any more: of more than 1,000 in a row, some are left out.
   */
  void awaitPresent(ApiClient client) {
    for (String id : begins.keySet()) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> client.get("/schedules/" + id),
              now ->
                  Instant.parse(now.json().at("/pending/deadline").asString())
                      .isAfter(Instant.now().minusSeconds(1)));
    }
  }

  /** Waits until nothing is made up for any more, and ends all sequences. */
  int judge(ApiClient client) {
    awaitPresent(client);
    for (String id : begins.keySet()) {
      client.send("POST", "/schedules/" + id + "/pause", BodyPublishers.noBody());
    }
    Map<String, List<JsonNode>> all = occurrences(client);
    int count = 0;
    for (String id : begins.keySet()) {
      List<JsonNode> own = all.getOrDefault(id, List.of());
      count += own.size();
      check(id, own, client.get("/schedules/" + id));
    }
    return count;
  }

  List<String> violations() {
    return violations;
  }

  private static Map<String, List<JsonNode>> occurrences(ApiClient client) {
    Map<String, List<JsonNode>> found = new HashMap<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = client.get("/timers?limit=1000" + cursor).json();
      for (JsonNode timer : page.required("timers")) {
        String schedule = timer.path("schedule").asString("");
        found.computeIfAbsent(schedule, _ -> new ArrayList<>()).add(timer);
      }
      cursor = page.has("next") ? "&cursor=" + page.required("next").asString() : null;
    }
    return found;
  }

  private void check(String id, List<JsonNode> timers, Response schedule) {
    Map<Instant, JsonNode> byInstant = new TreeMap<>();
    for (JsonNode timer : timers) {
      Instant instant = Instant.parse(timer.required("deadline").asString());
      if (byInstant.put(instant, timer) != null) {
        violations.add(id + " has two occurrences at " + instant);
      }
    }
    Instant expected = begins.get(id);
    int number = 0;
    for (Map.Entry<Instant, JsonNode> each : byInstant.entrySet()) {
      expected = expected.plus(INTERVAL);
      number++;
      boolean isLast = number == byInstant.size();
      if (!each.getKey().equals(expected)) {
        violations.add(
            "%s has %s in place of %s: %s".formatted(id, each.getKey(), expected, schedule.body()));
        return;
      }
      checkOutcome(each.getValue(), isLast);
    }
    int made = schedule.json().required("made").asInt();
    if (made != number && made != number - 1) { // the last one was withdrawn by the pause
      violations.add(id + " has made " + made + " of " + number);
    }
    if (schedule.json().required("missedCount").asInt() != 0) {
      violations.add(id + " has missed some: " + schedule.body());
    }
  }

  private void checkOutcome(JsonNode timer, boolean isLast) {
    String id = timer.required("id").asString();
    switch (timer.required("state").asString()) {
      case "ELAPSED" -> {
        if (Instant.parse(timer.required("elapsedAt").asString())
            .isBefore(Instant.parse(timer.required("deadline").asString()))) {
          violations.add(id + " was early: " + timer);
        }
      }
      case "CANCELLED" -> {
        if (!isLast && !cancelSent.contains(id)) {
          violations.add(id + " was cancelled by nobody");
        }
      }
      default -> violations.add(id + " is " + timer);
    }
  }
}
