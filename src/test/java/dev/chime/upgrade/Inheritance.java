package dev.chime.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Some of everything that a store keeps, left by one version and found by another. */
final class Inheritance {

  private static final String TIMERS =
      "{\"at\": \"2040-01-01T00:00:00Z\", \"payload\": {\"number\": 9007199254740993},"
          + " \"labels\": {\"kind\": \"old\"}}";
  private static final String WITH_KEY = "{\"at\": \"2040-02-01T00:00:00Z\"}";
  private static final String[] KEY = {"Idempotency-Key", "old-key"};
  private static final String SCHEDULE =
      "{\"cron\": \"0 9 * * *\", \"zone\": \"Europe/Berlin\", \"from\": \"2040-01-01T00:00:00Z\","
          + " \"timer\": {\"payload\": \"morning\", \"deliver\": {\"queue\": \"mornings\"}}}";
  private static final String ENDPOINT =
      "{\"url\": \"https://example.com/hook\", \"maxInFlight\": 3,"
          + " \"secret\": \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"}";

  private Inheritance() {}

  /** Leaves it. */
  static void leave(Node node) {
    node.put("pending", TIMERS);
    node.call("PATCH", "/timers/pending", "{\"at\": \"2040-01-02T00:00:00Z\"}");
    node.put("cancelled", TIMERS);
    node.call("DELETE", "/timers/cancelled", "");
    node.put(
        "skippable", TIMERS.replace("}}", "}, \"ifLate\": \"skip\", \"maxLateness\": \"1m\"}"));
    node.call("POST", "/timers", WITH_KEY, KEY);
    node.put(
        "elapsed", "{\"delay\": \"0s\", \"payload\": 7, \"deliver\": {\"queue\": \"old-queue\"}}");
    assertThat(node.outcome("elapsed")).isEqualTo("ELAPSED");
    node.put("taken", "{\"delay\": \"0s\", \"deliver\": {\"queue\": \"taken-queue\"}}");
    assertThat(node.takeOne("taken-queue").required("id").asString()).isEqualTo("taken");
    node.call("PUT", "/schedules/mornings", SCHEDULE);
    node.call("PUT", "/endpoints/old-endpoint", ENDPOINT);
    node.put("called", TIMERS.replace("}}", "}, \"deliver\": {\"to\": \"old-endpoint\"}}"));
  }

  /** Finds it, and uses it up. */
  static void find(Node node) {
    JsonNode pending = node.get("/timers/pending?wait=0");
    assertThat(pending.required("state").asString()).isEqualTo("PENDING");
    assertThat(pending.required("deadline").asString()).isEqualTo("2040-01-02T00:00:00.000Z");
    assertThat(pending.at("/payload/number").asLong()).isEqualTo(9007199254740993L);
    assertThat(pending.required("version").asInt()).isEqualTo(2);
    assertThat(node.outcome("cancelled")).isEqualTo("CANCELLED");
    assertThat(node.get("/timers/skippable?wait=0").required("maxLateness").asString())
        .isEqualTo("PT1M");
    assertThat(ids(node.get("/timers?label=kind:old").required("timers")))
        .contains("pending", "cancelled", "skippable", "called");

    String first = node.call("POST", "/timers", WITH_KEY, KEY).required("id").asString();
    assertThat(node.get("/timers?dueAfter=2040-01-31T00:00:00Z").required("timers"))
        .as("timers of the key")
        .hasSize(1)
        .allMatch(timer -> timer.required("id").asString().equals(first));

    assertThat(node.get("/timers/elapsed").required("payload").asInt()).isEqualTo(7);
    assertThat(node.takeOne("old-queue").required("id").asString()).isEqualTo("elapsed");
    assertThat(node.get("/deliveries?queue=taken-queue").at("/deliveries/0/state").asString())
        .isEqualTo("DELIVERED");

    JsonNode schedule = node.get("/schedules/mornings");
    assertThat(schedule.at("/next/0").asString()).isEqualTo("2040-01-01T08:00:00.000Z");
    assertThat(node.get("/timers/mornings~20400101T080000Z?wait=0").at("/payload").asString())
        .isEqualTo("morning");
    assertThat(node.get("/endpoints/old-endpoint").required("maxInFlight").asInt()).isEqualTo(3);
    assertThat(node.get("/timers/called?wait=0").at("/deliver/to").asString())
        .isEqualTo("old-endpoint");

    node.call("PATCH", "/timers/pending", "{\"delay\": \"0s\"}");
    assertThat(node.outcome("pending")).isEqualTo("ELAPSED");
    node.call("POST", "/schedules/mornings/trigger", "");
    assertThat(node.takeOne("mornings").required("schedule").asString()).isEqualTo("mornings");
  }

  private static List<String> ids(JsonNode timers) {
    return timers.valueStream().map(timer -> timer.required("id").asString()).toList();
  }
}
