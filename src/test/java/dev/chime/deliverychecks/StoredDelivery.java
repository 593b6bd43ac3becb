package dev.chime.deliverychecks;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A delivery as the server shows it.
 *
 * @param behaviour how its receiver behaves; null if it is in a queue
 * @param deadline the timer's deadline, as the delivery has it
 * @param leaseEndsAt null unless it is leased
 */
record StoredDelivery(
    String id,
    String timer,
    Instant deadline,
    @Nullable Behaviour behaviour,
    String deliver,
    String state,
    int attempts,
    @Nullable Instant leaseEndsAt) {

  /** How far the times of a call may be apart, as receiver and server know them. */
  private static final Duration SLACK = Duration.ofMillis(100);

  boolean isDelivered() {
    return state.equals("DELIVERED");
  }

  boolean isDead() {
    return state.equals("DEAD");
  }

  boolean isOpen() {
    return !isDelivered() && !isDead();
  }

  /** All deliveries that a server has. */
  static List<StoredDelivery> all(ApiClient client) {
    List<StoredDelivery> all = new ArrayList<>();
    String cursor = "";
    do {
      Response page = client.get("/deliveries?limit=1000" + cursor);
      page.json().required("deliveries").forEach(each -> all.add(of(each)));
      cursor = page.json().has("next") ? "&cursor=" + page.text("next") : null;
    } while (cursor != null);
    return all;
  }

  /** Whether a server has taken down that it waited for the answer to a call in vain. */
  static boolean hasTimedOut(ApiClient client, Call call) {
    JsonNode delivery = client.get("/deliveries/" + call.delivery()).json();
    for (JsonNode attempt : delivery.required("history")) {
      Instant begun = Instant.parse(attempt.required("at").asString());
      Duration took = Duration.ofMillis(attempt.required("tookMs").asLong());
      if (!attempt.has("status")
          && took.compareTo(Behaviour.TIMEOUT) >= 0
          && !begun.minus(SLACK).isAfter(call.at())
          && !begun.plus(took).plus(SLACK).isBefore(call.at())) {
        return true;
      }
    }
    return false;
  }

  private static StoredDelivery of(JsonNode json) {
    JsonNode timer = json.required("timer");
    String endpoint = timer.required("deliver").path("to").asString("");
    return new StoredDelivery(
        json.required("id").asString(),
        timer.required("id").asString(),
        Instant.parse(timer.required("deadline").asString()),
        endpoint.isEmpty() ? null : Behaviour.ofEndpoint(endpoint),
        timer.required("deliver").toString(),
        json.required("state").asString(),
        json.required("attempts").asInt(),
        json.has("leaseEndsAt") ? Instant.parse(json.required("leaseEndsAt").asString()) : null);
  }
}
