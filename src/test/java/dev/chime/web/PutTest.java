package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Clients may name their timers, and then create them as often as they like. */
@ApiTest
class PutTest {

  private static final String BODY =
      "{\"delay\":\"1h\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"payload\":{\"n\":1}}";

  @LocalServerPort private int port;
  private ApiClient client;
  private final String id = "put-" + UUID.randomUUID();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  @Test
  void aTimerOfThatIdIsCreated() {
    Response answer = client.put(id, BODY);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/timers/" + id);
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.text("id")).isEqualTo(id);
    assertThat(answer.text("state")).isEqualTo("PENDING");
    assertThat(client.get("/timers/" + id + "?wait=0").text("deadline"))
        .isEqualTo(answer.text("deadline"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BODY,
        "{\"payload\": { \"n\" : 1 }, \"labels\":{\"b\":\"2\",\"a\":\"1\"}, \"delay\":\"PT60M\"}",
        "{\"delay\":\"60m\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"payload\":{\"n\":1},\"at\":null}",
        "{\"delay\":\"3600000ms\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"payload\":{\"n\":1},"
            + "\"ifLate\":\"fire\"}"
      })
  void theSameContentAgainIsAnsweredWithTheTimer(String same) {
    Response created = client.put(id, BODY);
    Response again = client.put(id, same);
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo("\"1\"");
    assertThat(again.header("Location")).isNull();
    assertThat(again.header("Cache-Control")).isEqualTo("no-store");
    assertThat(again.text("deadline")).isEqualTo(created.text("deadline"));
    assertThat(again.text("createdAt")).isEqualTo(created.text("createdAt"));
  }

  @Test
  void anInstantIsTheSameWhateverItsOffset() {
    client.put(id, "{\"at\":\"2031-05-06T09:08:07.100+02:00\"}");
    assertThat(client.put(id, "{\"at\":\"2031-05-06T07:08:07.1Z\"}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"delay\":\"2h\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"payload\":{\"n\":1}}",
        "{\"delay\":\"1h\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"payload\":{\"n\":1.1}}",
        "{\"delay\":\"1h\",\"labels\":{\"a\":\"1\",\"b\":\"2\"}}",
        "{\"delay\":\"1h\",\"labels\":{\"a\":\"1\"},\"payload\":{\"n\":1}}",
        "{\"delay\":\"1h\",\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"payload\":{\"n\":1},"
            + "\"ifLate\":\"skip\",\"maxLateness\":\"1h\"}",
        "{\"at\":\"2031-01-01T00:00:00Z\"}"
      })
  void otherContentIsAConflict(String other) {
    client.put(id, BODY);
    Response refused = client.put(id, other);
    assertProblem(refused, 409, "id");
    assertThat(refused.text("type")).endsWith("/id-taken");
    assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
    assertThat(client.get("/timers/" + id + "?wait=0").header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void whatHasElapsedIsNotCreatedAnew() {
    client.put(id, "{\"delay\":\"0s\"}");
    Response elapsed = client.get("/timers/" + id);
    Response again = client.put(id, "{\"delay\":\"PT0S\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(elapsed.body());
    assertThat(elapsed.text("state")).isEqualTo("ELAPSED");
  }

  @Test
  void whatHasBeenChangedIsAnsweredAsItStands() {
    client.put(id, BODY);
    Response changed = client.patch(id, "{\"delay\":\"2h\",\"payload\":2}");
    Response again = client.put(id, BODY);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo("\"2\"");
    assertThat(again.text("deadline")).isEqualTo(changed.text("deadline"));
  }

  @Test
  void theIdOfATimerThatWasPostedIsTaken() {
    String posted = client.create(BODY);
    assertProblem(client.put(posted, BODY), 409, "id");
  }

  @Test
  void whoAsksAtOnceIsToldOfOneTimer() {
    List<CompletableFuture<Response>> asked =
        IntStream.range(0, 32)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> client.put(id, BODY), Thread::startVirtualThread))
            .toList();
    List<Response> answers = asked.stream().map(CompletableFuture::join).toList();
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(31);
    assertThat(answers)
        .extracting(answer -> answer.text("deadline"))
        .containsOnly(answers.getFirst().text("deadline"));
  }

  @Test
  void aBodyThatBreaksARuleCreatesNothing() {
    assertProblem(client.put(id, "{}"), 400, "delay");
    assertProblem(client.put(id, "{\"delay\":\"1h\",\"id\":\"x\"}"), 400, "id");
    assertProblem(client.put(id, "["), 400, "body");
    assertProblem(client.get("/timers/" + id + "?wait=0"), 404, "id");
  }
}
