package dev.chime.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.web.RawHttp;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What keys allow. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.keys[0].name=reader",
      "chime.keys[0].hash=" + TestKeys.READER_HASH,
      "chime.keys[0].namespace=shop",
      "chime.keys[0].role=read",
      "chime.keys[1].name=writer",
      "chime.keys[1].hash=" + TestKeys.WRITER_HASH,
      "chime.keys[1].namespace=shop",
      "chime.keys[1].role=write",
      "chime.keys[2].name=stranger",
      "chime.keys[2].hash=" + TestKeys.STRANGER_HASH,
      "chime.keys[2].namespace=other",
      "chime.keys[2].role=write",
      "chime.keys[3].name=admin",
      "chime.keys[3].hash=" + TestKeys.ADMIN_HASH,
      "chime.keys[3].role=admin",
      "chime.keys[4].name=scraper",
      "chime.keys[4].hash=" + TestKeys.SCRAPER_HASH,
      "chime.keys[4].role=metrics",
      "chime.keys[5].name=worker",
      "chime.keys[5].hash=" + TestKeys.WORKER_HASH,
      "chime.keys[5].namespace=shop",
      "chime.keys[5].role=work"
    })
class AccessTest {

  private static final String BODY = "{\"delay\":\"1h\"}";

  @LocalServerPort private int port;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  private Response send(String key, String method, String path) {
    return client.send(
        method, path, BODY, "Authorization", "Bearer " + key, "Content-Type", "application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/timers",
        "/timers/x",
        "/actuator",
        "/actuator/metrics",
        "/nothing",
        "/timers/x/y",
        "/deliveries",
        "/deliveries/x",
        "/endpoints",
        "/endpoints/x",
        "/queues/x/claim",
        "/timers/stats",
        "/timers/histogram",
        "/whoami",
        "/nodes",
        "/snapshots"
      })
  void withoutAKeyNothingIsShown(String path) {
    Response answer = client.get(path);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text("type")).endsWith("/unauthorized");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer", "Bearer ", "Bearer wrong", "Basic " + TestKeys.WRITER, TestKeys.WRITER})
  void aWrongKeyIsRefused(String authorization) {
    Response answer = client.get("/timers", "Authorization", authorization);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    assertThat(answer.json().required("errors").get(0).required("field").asString())
        .isEqualTo("Authorization");
  }

  @Test
  void twoKeysAreRefusedRightOrWrong() throws IOException {
    for (String second : new String[] {TestKeys.READER, TestKeys.WRITER, "wrong"}) {
      RawHttp.exchange(
              port,
              "GET /timers HTTP/1.1",
              "Authorization: Bearer " + TestKeys.READER,
              "Authorization: Bearer " + second)
          .assertProblem(400, "Authorization");
    }
  }

  @Test
  void theSchemeIsWrittenInAnyCase() {
    assertThat(client.get("/timers", "Authorization", "bEARER " + TestKeys.READER).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /timers, 200, 200, 200, 403, 403",
    "POST, /timers, 403, 201, 201, 403, 403",
    "PUT, /timers/one, 403, 201, 201, 403, 403",
    "PATCH, /timers/none, 403, 404, 404, 403, 403",
    "DELETE, /timers/none, 403, 404, 404, 403, 403",
    "DELETE, /timers?label=a:b, 403, 200, 200, 403, 403",
    "POST, /timers/batch, 403, 400, 400, 403, 403",
    "GET, /actuator/executor, 403, 403, 200, 403, 403",
    "GET, /actuator/metrics, 403, 403, 200, 403, 403",
    "GET, /actuator/prometheus, 403, 403, 200, 200, 403",
    "GET, /actuator/health, 200, 200, 200, 200, 200",
    "POST, /queues/x/claim, 403, 200, 200, 403, 200",
    "POST, /deliveries/00000000-0000-8000-8000-000000000000/ack, 403, 400, 400, 403, 400",
    "POST, /deliveries/00000000-0000-8000-8000-000000000000/nack, 403, 400, 400, 403, 400",
    "POST, /deliveries/00000000-0000-8000-8000-000000000000/extend, 403, 400, 400, 403, 400",
    "POST, /deliveries/ack, 403, 400, 400, 403, 400",
    "GET, /deliveries, 200, 200, 200, 403, 403",
    "GET, /deliveries/00000000-0000-8000-8000-000000000000, 404, 404, 404, 403, 403",
    "POST, /deliveries/00000000-0000-8000-8000-000000000000/retry, 403, 404, 404, 403, 403",
    "POST, /deliveries/retry, 403, 200, 200, 403, 403",
    "POST, /snapshots, 403, 403, 201, 403, 403",
    "GET, /endpoints, 200, 200, 200, 403, 403",
    "GET, /endpoints/x, 404, 404, 404, 403, 403",
    "PUT, /endpoints/x, 403, 403, 400, 403, 403",
    "DELETE, /endpoints/x, 403, 403, 404, 403, 403",
    "POST, /endpoints/x/secret, 403, 403, 404, 403, 403",
    "POST, /endpoints/x/test, 403, 403, 404, 403, 403",
    "GET, /timers/stats, 200, 200, 200, 403, 403",
    "GET, /timers/histogram, 200, 200, 200, 403, 403",
    "GET, /whoami, 200, 200, 200, 200, 200",
    "HEAD, /whoami, 200, 200, 200, 200, 200",
    "GET, /deliveries/stats, 200, 200, 200, 403, 403",
    "GET, /nodes, 403, 403, 200, 403, 403"
  })
  void eachRoleMayDoItsPart(
      String method, String path, int reader, int writer, int admin, int scraper, int worker) {
    assertThat(send(TestKeys.READER, method, path).status()).isEqualTo(reader);
    assertThat(send(TestKeys.WRITER, method, path).status()).isEqualTo(writer);
    assertThat(send(TestKeys.ADMIN, method, path).status()).isEqualTo(admin);
    assertThat(send(TestKeys.SCRAPER, method, path).status()).isEqualTo(scraper);
    assertThat(send(TestKeys.WORKER, method, path).status()).isEqualTo(worker);
  }

  @ParameterizedTest
  @CsvSource({
    TestKeys.READER + ", reader, read, shop",
    TestKeys.WORKER + ", worker, work, shop",
    TestKeys.WRITER + ", writer, write, shop",
    TestKeys.ADMIN + ", admin, admin, default",
    TestKeys.SCRAPER + ", scraper, metrics, default"
  })
  void everyKeyMayAskWhatItIs(String key, String name, String role, String namespace) {
    Response answer = client.get("/whoami", "Authorization", "Bearer " + key);
    assertThat(answer.text("key")).isEqualTo(name);
    assertThat(answer.text("role")).isEqualTo(role);
    assertThat(answer.text("namespace")).isEqualTo(namespace);
    assertThat(answer.body()).doesNotContain(key);
  }

  /** Its pages ask for the key; they have nothing in them. */
  @Test
  void theConsoleIsOpenToBeRead() {
    assertThat(client.get("/console").status()).isNotIn(401, 403);
    assertThat(client.get("/console/some/file.js").status()).isNotIn(401, 403);
    assertThat(client.send("POST", "/console/some", BODY).status()).isEqualTo(401);
    assertThat(client.get("/consoles").status()).isEqualTo(401);
  }

  @Test
  void countsAreThoseOfTheNamespace() {
    send(TestKeys.STRANGER, "POST", "/timers");
    String strangers = send(TestKeys.STRANGER, "GET", "/timers/stats").text("pending");
    send(TestKeys.WRITER, "POST", "/timers");
    assertThat(send(TestKeys.STRANGER, "GET", "/timers/stats").text("pending"))
        .isEqualTo(strangers);
  }

  @Test
  void whatIsNotAllowedIsAProblem() {
    Response answer = send(TestKeys.READER, "POST", "/timers");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.text("type")).endsWith("/forbidden");
  }

  @Test
  void anotherNamespacesTimersAreNotThereAndIdsMayRepeat() {
    assertThat(send(TestKeys.WRITER, "PUT", "/timers/same").status()).isEqualTo(201);
    assertThat(send(TestKeys.STRANGER, "GET", "/timers/same?wait=0").status()).isEqualTo(404);
    assertThat(send(TestKeys.STRANGER, "PATCH", "/timers/same").status()).isEqualTo(404);
    assertThat(send(TestKeys.STRANGER, "DELETE", "/timers/same").status()).isEqualTo(404);
    assertThat(send(TestKeys.STRANGER, "GET", "/timers/wait?id=same").status()).isEqualTo(404);
    assertThat(send(TestKeys.STRANGER, "GET", "/timers/same/events").status()).isEqualTo(404);
    assertThat(send(TestKeys.STRANGER, "GET", "/timers").body()).doesNotContain("same");
    assertThat(send(TestKeys.READER, "GET", "/timers/same?wait=0").text("state"))
        .isEqualTo("PENDING");

    assertThat(send(TestKeys.STRANGER, "PUT", "/timers/same").status()).isEqualTo(201);
    assertThat(send(TestKeys.STRANGER, "DELETE", "/timers/same").status()).isEqualTo(200);
    assertThat(send(TestKeys.READER, "GET", "/timers/same?wait=0").text("state"))
        .isEqualTo("PENDING");
  }

  @Test
  void aParkedRequestIsAnsweredToWhoeverHasTheKey() {
    send(TestKeys.WRITER, "PUT", "/timers/parked");
    var waiting =
        client.getAsync("/timers/parked?wait=200ms", "Authorization", "Bearer " + TestKeys.READER);
    assertThat(waiting.join().status()).isEqualTo(200);
  }

  @Test
  void anIdempotencyKeyBelongsToItsNamespace() {
    String id = withKey(TestKeys.WRITER).text("id");
    assertThat(withKey(TestKeys.WRITER).text("id")).isEqualTo(id);
    assertThat(withKey(TestKeys.STRANGER).text("id")).isNotEqualTo(id);
  }

  private Response withKey(String key) {
    return client.send(
        "POST",
        "/timers",
        BODY,
        "Authorization",
        "Bearer " + key,
        "Content-Type",
        "application/json",
        "Idempotency-Key",
        "the-same");
  }
}
