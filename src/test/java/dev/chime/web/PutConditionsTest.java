package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Preconditions of creating a timer under an id (RFC 9110, section 13). */
@ApiTest
class PutConditionsTest {

  private static final String BODY = "{\"delay\":\"1h\"}";

  @LocalServerPort private int port;
  private ApiClient client;
  private final String id = "if-" + UUID.randomUUID();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private void assertNotMet(Response answer, String header) {
    assertProblem(answer, 412, header);
    assertThat(answer.text("type")).endsWith("/precondition-failed");
    assertThat(answer.json().at("/timer/id").asString()).isEqualTo(id);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void ifNoneMatchOfAnyCreatesOnly() {
    assertThat(client.put(id, BODY, "If-None-Match", "*").status()).isEqualTo(201);
    assertNotMet(client.put(id, BODY, "If-None-Match", "*"), "If-None-Match");
    assertNotMet(client.put(id, "{\"delay\":\"2h\"}", "If-None-Match", "*"), "If-None-Match");
  }

  @Test
  void ifNoneMatchOfTags() {
    assertThat(client.put(id, BODY, "If-None-Match", "\"1\"").status()).isEqualTo(201);
    assertNotMet(client.put(id, BODY, "If-None-Match", "\"7\", W/\"1\""), "If-None-Match");
    assertThat(client.put(id, BODY, "If-None-Match", "\"7\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "\"1\""})
  void ifMatchNeverCreates(String tag) {
    Response refused = client.put(id, BODY, "If-Match", tag);
    assertProblem(refused, 412, "If-Match");
    assertThat(refused.json().has("timer")).isFalse();
    assertProblem(client.get("/timers/" + id + "?wait=0"), 404, "id");
  }

  @Test
  void ifMatchOfATimerThatIsThere() {
    client.put(id, BODY);
    assertThat(client.put(id, BODY, "If-Match", "\"1\"").status()).isEqualTo(200);
    assertThat(client.put(id, BODY, "If-Match", "*").status()).isEqualTo(200);
    assertNotMet(client.put(id, BODY, "If-Match", "\"2\""), "If-Match");
    assertNotMet(client.put(id, BODY, "If-Match", "W/\"1\""), "If-Match");
  }

  @Test
  void aTagWithoutQuotesIsMalformedWhetherThereIsATimerOrNot() {
    assertProblem(client.put(id, BODY, "If-Match", "1"), 400, "If-Match");
    client.put(id, BODY);
    assertProblem(client.put(id, BODY, "If-Match", "1"), 400, "If-Match");
  }
}
