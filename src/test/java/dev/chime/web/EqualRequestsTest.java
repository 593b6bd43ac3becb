package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.timer.Blocking;
import dev.chime.timer.Due;
import dev.chime.timer.IdempotencyKey;
import dev.chime.timer.Namespace;
import dev.chime.timer.Timer;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.TimerId;
import dev.chime.timer.TimerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Requests are equal if what they ask for is, and payloads if their values are. */
@ApiTest
class EqualRequestsTest {

  @LocalServerPort private int port;
  @Autowired private TimerStore store;
  private ApiClient client;
  private final String name = "equal-" + UUID.randomUUID();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private static String body(String payload) {
    return "{\"delay\":\"1h\",\"payload\":" + payload + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":[2]}   | {\"b\":[2.0],\"a\":10e-1}",
        "1.0                   | 1",
        "-0                    | 0.0e5",
        "1e999999999           | 10E+999999998",
        "1e400                 | 0.1e401",
        "\"\\u00e4\\/\"        | \"ä/\"",
        "{\"x\":{\"b\":1,\"a\":{\"d\":0,\"c\":1.50}}} | { \"x\":"
            + " {\"a\":{\"c\":1.5,\"d\":0},\"b\":1} }",
        "12345678901234567890.10 | 1.23456789012345678901e19",
      })
  void equalJsonIsEqual(String first, String same) {
    Response created = client.post(body(first), "Idempotency-Key", name);
    assertThat(created.status()).as(created.body()).isEqualTo(201);
    Response replayed = client.post(body(same), "Idempotency-Key", name);
    assertThat(replayed.status()).as(replayed.body()).isEqualTo(201);
    assertThat(replayed.body()).isEqualTo(created.body()); // the first spelling is kept

    Response put = client.put(name, body(first));
    Response again = client.put(name, body(same));
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(again.json().path("payload")).isEqualTo(put.json().path("payload"));

    String items = "[" + body(first) + "," + body("1") + "]";
    String sameItems = "[" + body(same) + "," + body("1.0") + "]";
    Response batch =
        client.send(
            "POST",
            "/timers/batch",
            items,
            "Idempotency-Key",
            name + "-batch",
            "Content-Type",
            "application/json");
    Response batchAgain =
        client.send(
            "POST",
            "/timers/batch",
            sameItems,
            "Idempotency-Key",
            name + "-batch",
            "Content-Type",
            "application/json");
    assertThat(batchAgain.body()).isEqualTo(batch.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1                       | 1.1",
        "1                       | -1",
        "1                       | \"1\"",
        "0                       | null",
        "0                       | false",
        "null                    | {}",
        "[]                      | {}",
        "[1,2]                   | [2,1]",
        "{\"a\":1}               | {\"A\":1}",
        "{\"a\":1}               | {\"a\":1,\"b\":null}",
        "9007199254740992        | 9007199254740993",
        "0.1                     | 0.10000000000000001",
        "1e400                   | 1e401",
        "1e999999999             | 1e999999998",
        "\"ä\"                   | \"a\\u0308\"",
      })
  void otherJsonIsNot(String first, String other) {
    client.post(body(first), "Idempotency-Key", name);
    assertProblem(client.post(body(other), "Idempotency-Key", name), 422, "Idempotency-Key");
    client.put(name, body(first));
    assertProblem(client.put(name, body(other)), 409, "id");
  }

  @Test
  void noPayloadIsNotNull() {
    client.put(name, "{\"delay\":\"1h\"}");
    assertProblem(client.put(name, body("null")), 409, "id");
  }

  /**
   * Stored by a version of Chime that compared payloads as texts: with this fingerprint, of a delay
   * of an hour, the label k=v and the payload as it is here.
   */
  @Test
  void whatWasStoredBeforeIsKnownByItsText() {
    String earlier = "kzNUUgstEqbywRPewPADV-ccMNGYOG646OgG_WDb_Io";
    String body = "{\"delay\":\"1h\",\"labels\":{\"k\":\"v\"},\"payload\":{\"b\":1.0,\"a\":2}}";
    TimerDraft draft =
        new TimerDraft(
            new Due.After(Duration.ofHours(1)), null, "{\"b\":1.0,\"a\":2}", Map.of("k", "v"));
    Timer put = Timer.create(new TimerId(Namespace.DEFAULT, name), draft, Instant.now());
    Timer posted =
        Timer.create(new TimerId(Namespace.DEFAULT, name + "-posted"), draft, Instant.now());
    Blocking.get(store.put(put, earlier));
    Blocking.get(store.create(posted, new IdempotencyKey(Namespace.DEFAULT, name, earlier)));

    assertThat(client.put(name, body).status()).isEqualTo(200);
    Response replayed = client.post(body, "Idempotency-Key", name);
    assertThat(replayed.status()).as(replayed.body()).isEqualTo(201);
    assertThat(replayed.text("id")).isEqualTo(name + "-posted");
    for (String other : List.of(body.replace("1.0", "3"), body.replace("1h", "2h"))) {
      assertProblem(client.put(name, other), 409, "id");
      assertProblem(client.post(other, "Idempotency-Key", name), 422, "Idempotency-Key");
    }
  }
}
