package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** How many timers there are, and when they are due. */
@ApiTest
class TimerStatsTest {

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private Response stats() {
    Response answer = client.get("/timers/stats");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static List<Long> counts(Response stats) {
    return List.of("pending", "elapsed", "cancelled", "skipped").stream()
        .map(state -> stats.json().required(state).asLong())
        .toList();
  }

  @Test
  void eachOutcomeIsCounted() {
    List<Long> before = counts(stats());
    client.create("{\"delay\":\"1h\"}");
    client.create("{\"delay\":\"1h\"}");
    client.delete(client.create("{\"delay\":\"1h\"}"));
    client.get("/timers/" + client.create("{\"delay\":\"0s\"}"));
    Response after = stats();
    assertThat(counts(after))
        .containsExactly(before.get(0) + 2, before.get(1) + 1, before.get(2) + 1, before.get(3));
    assertThat(Instant.parse(after.text("now")))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(after.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void timersAreCountedWhereTheyAreDue() {
    client.create("{\"at\":\"2031-01-01T00:00:00Z\"}");
    client.create("{\"at\":\"2031-01-01T00:00:00.001Z\"}");
    client.create("{\"at\":\"2031-01-01T00:59:59.999Z\"}");
    client.create("{\"at\":\"2031-01-01T01:00:00Z\"}");
    client.create("{\"at\":\"2031-01-01T02:00:00Z\"}"); // is the end
    client.delete(client.create("{\"at\":\"2031-01-01T00:00:01Z\"}"));
    Response answer =
        client.get("/timers/histogram?from=2031-01-01T00:00:00Z&to=2031-01-01T02:00:00Z&buckets=4");
    assertThat(answer.body())
        .isEqualTo(
            "{\"from\":\"2031-01-01T00:00:00.000Z\",\"to\":\"2031-01-01T02:00:00.000Z\","
                + "\"buckets\":[{\"from\":\"2031-01-01T00:00:00.000Z\",\"count\":2},"
                + "{\"from\":\"2031-01-01T00:30:00.000Z\",\"count\":1},"
                + "{\"from\":\"2031-01-01T01:00:00.000Z\",\"count\":1},"
                + "{\"from\":\"2031-01-01T01:30:00.000Z\",\"count\":0}]}");
  }

  @Test
  void unlessToldItIsTheNextHourInMinutes() {
    Response answer = client.get("/timers/histogram");
    Instant from = Instant.parse(answer.text("from"));
    assertThat(from).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(answer.text("to")).isEqualTo(TimerResponse.time(from.plusSeconds(3600)));
    JsonNode buckets = answer.json().required("buckets");
    assertThat(buckets).hasSize(60);
    assertThat(buckets.get(59).required("from").asString())
        .isEqualTo(TimerResponse.time(from.plusSeconds(59 * 60)));
  }

  @Test
  void unevenBucketsTogetherAreTheWhole() {
    Response answer =
        client.get(
            "/timers/histogram?from=2032-01-01T00:00:00Z&to=2032-01-01T00:00:00.010Z&buckets=3");
    assertThat(answer.json().required("buckets").valueStream().map(b -> b.get("from").asString()))
        .containsExactly(
            "2032-01-01T00:00:00.000Z", "2032-01-01T00:00:00.003Z", "2032-01-01T00:00:00.006Z");
  }

  @ParameterizedTest
  @CsvSource({
    "buckets=0, buckets",
    "buckets=121, buckets",
    "buckets=x, buckets",
    "from=yesterday, from",
    "to=2030, to",
    "to=2020-01-01T00:00:00Z, to",
    "from=2030-01-01T00:00:00Z&to=2030-01-01T00:00:00Z, to",
    "from=2030-01-01T00:00:00Z&to=2030-01-01T00:00:00.059Z, to",
    "from=9999-12-31T23:30:00Z, to"
  })
  void whatMakesNoSenseIsRefused(String query, String field) {
    assertProblem(client.get("/timers/histogram?" + query), 400, field);
  }
}
