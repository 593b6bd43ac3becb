package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Timers that are of no use when they are late. */
@ApiTest
class LateFieldsTest {

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

  @ParameterizedTest
  @CsvSource({"90s, PT1M30S", "PT0S, PT0S", "1500ms, PT1.5S", "36525d, PT876600H"})
  void theAnswerSaysHowLateItMayBe(String given, String normal) {
    Response answer =
        client.post("{\"delay\":\"1h\",\"ifLate\":\"skip\",\"maxLateness\":\"" + given + "\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.text("ifLate")).isEqualTo("skip");
    assertThat(answer.text("maxLateness")).isEqualTo(normal);
    assertThat(client.patch(answer.text("id"), "{\"delay\":\"2h\"}").text("maxLateness"))
        .isEqualTo(normal);
  }

  @Test
  void toFireIsTheRuleAndNotMentioned() {
    Response answer = client.post("{\"delay\":\"1h\",\"ifLate\":\"fire\"}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().has("ifLate")).isFalse();
    assertThat(answer.json().has("maxLateness")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"ifLate\":\"skip\"                                  | maxLateness",
        "\"ifLate\":\"skip\",\"maxLateness\":null             | maxLateness",
        "\"maxLateness\":\"1s\"                               | maxLateness",
        "\"ifLate\":\"fire\",\"maxLateness\":\"1s\"           | maxLateness",
        "\"ifLate\":\"skip\",\"maxLateness\":\"-1s\"          | maxLateness",
        "\"ifLate\":\"skip\",\"maxLateness\":\"soon\"         | maxLateness",
        "\"ifLate\":\"skip\",\"maxLateness\":5                | maxLateness",
        "\"ifLate\":\"skip\",\"maxLateness\":\"36526d\"       | maxLateness",
        "\"ifLate\":\"SKIP\",\"maxLateness\":\"1s\"           | ifLate",
        "\"ifLate\":\"\"                                      | ifLate",
        "\"ifLate\":true                                      | ifLate",
      })
  void fieldsThatDoNotFitTogether(String fields, String field) {
    assertProblem(client.post("{\"delay\":\"1h\"," + fields + "}"), 400, field);
  }

  /** Lateness counts from when the timer could have elapsed, so not from before its creation. */
  @Test
  void whatWasDueBeforeItWasCreatedIsNotLate() {
    String id =
        client.create(
            "{\"at\":\"2001-01-01T00:00:00Z\",\"ifLate\":\"skip\",\"maxLateness\":\"1h\"}");
    Response answer = client.get("/timers/" + id);
    assertThat(answer.text("state")).isEqualTo("ELAPSED");
    assertThat(answer.json().required("latenessMs").asLong()).isBetween(0L, 30_000L);
    assertThat(Instant.parse(answer.text("elapsedAt")))
        .isAfterOrEqualTo(Instant.parse(answer.text("createdAt")));
    assertThat(answer.text("ifLate")).isEqualTo("skip");
  }
}
