package dev.chime.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.web.audit.AuditLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who has cancelled and changed what is logged, a line for each request, and no secret is. */
@Timeout(60)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "server.forward-headers-strategy=framework",
      "chime.test-namespaces=lab",
      "chime.keys[0].name=the \"boss\"",
      "chime.keys[0].hash=" + TestKeys.ADMIN_HASH,
      "chime.keys[0].namespace=lab",
      "chime.keys[0].role=admin"
    })
class AuditTest {

  private static final String KEY = "user.name=\"the \\\"boss\\\"\" audit.namespace=lab";

  private final Logger logger = (Logger) LoggerFactory.getLogger(AuditLog.NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @LocalServerPort private int port;

  @BeforeEach
  void listen() {
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  private Response send(String method, String path, String body) {
    return new ApiClient(port)
        .send(
            method,
            path,
            body,
            "Authorization",
            "Bearer " + TestKeys.ADMIN,
            "Content-Type",
            "application/json");
  }

  private List<String> messages() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private void expect(String... expected) {
    assertThat(messages()).containsExactly(expected);
    lines.list.clear();
  }

  @Test
  void cancelsAndAmendments() {
    String body = "{\"delay\":\"1h\",\"payload\":\"SECRET\",\"labels\":{\"for\":\"x\"}}";
    assertThat(send("PUT", "/timers/one", body).status()).isEqualTo(201);
    assertThat(send("PUT", "/timers/two", body).status()).isEqualTo(201);
    expect();
    assertThat(send("PATCH", "/timers/one", "{\"payload\":\"SECRET\"}").status()).isEqualTo(200);
    expect(
        "event.action=timer.amend "
            + KEY
            + " audit.id=one event.outcome=success audit.result=amended");
    assertThat(send("DELETE", "/timers/one", "").status()).isEqualTo(200);
    expect(
        "event.action=timer.cancel "
            + KEY
            + " audit.id=one event.outcome=success audit.result=cancelled");
    assertThat(send("PATCH", "/timers/one", "{\"delay\":\"1h\"}").status()).isEqualTo(409);
    expect(
        "event.action=timer.amend "
            + KEY
            + " audit.id=one event.outcome=failure audit.result=decided");
    assertThat(send("DELETE", "/timers/none", "").status()).isEqualTo(404);
    expect(
        "event.action=timer.cancel "
            + KEY
            + " audit.id=none event.outcome=failure audit.result=unknown-timer");
    assertThat(send("DELETE", "/timers?label=for:x", "").text("cancelled")).isEqualTo("1");
    expect(
        "event.action=timer.cancel-all "
            + KEY
            + " audit.labels=\"[for=x]\" audit.count=1 event.outcome=success"
            + " audit.result=cancelled");
  }

  @Test
  void changesOfEndpoints() {
    String body =
        "{\"url\":\"https://127.0.0.1/SECRET\",\"headers\":{\"X-Token\":\"SECRET\"},"
            + "\"secret\":\"whsec_U0VDUkVUU0VDUkVUU0VDUkVUU0VDUkVUU0VDUkVU\"}";
    assertThat(send("PUT", "/endpoints/e", body.replace("127.0.0.1", "example.org")).status())
        .isEqualTo(201);
    for (String action : List.of("pause", "resume", "secret", "test")) {
      assertThat(send("POST", "/endpoints/e/" + action, "").status()).isEqualTo(200);
    }
    assertThat(send("DELETE", "/endpoints/e", "").status()).isEqualTo(200);
    assertThat(send("POST", "/endpoints/e/pause", "").status()).isEqualTo(404);
    assertThat(messages())
        .allMatch(line -> line.contains(KEY + " audit.id=e ") && !line.contains("SECRET"))
        .extracting(line -> line.replaceFirst("event.action=(\\S+) .* audit.result=", "$1 "))
        .containsExactly(
            "endpoint.put created",
            "endpoint.pause changed",
            "endpoint.resume changed",
            "endpoint.rotate-secret changed",
            "endpoint.test not-answered",
            "endpoint.delete deleted",
            "endpoint.pause unknown-endpoint");
  }

  @Test
  void changesOfSchedulesAndTurnsOfTestClocks() {
    String body = "{\"every\":\"PT1H\",\"timer\":{\"payload\":\"SECRET\"}}";
    assertThat(send("PUT", "/schedules/s", body).status()).isEqualTo(201);
    assertThat(send("POST", "/clock/advance", "{\"by\":\"PT150M\"}").status()).isEqualTo(200);
    assertThat(send("DELETE", "/schedules/s", "").status()).isEqualTo(200);
    assertThat(messages()).noneMatch(line -> line.contains("SECRET")).hasSize(3);
    assertThat(messages().get(0)).contains("schedule.put", "audit.id=s", "audit.result=created");
    assertThat(messages().get(1))
        .startsWith("event.action=clock.turn " + KEY + " audit.now=")
        .endsWith(" audit.count=2 event.outcome=success audit.result=turned");
    assertThat(messages().get(2)).contains("schedule.delete", "audit.result=deleted");
  }

  @Test
  void wrongKeysWithTheirAddressOnly() {
    new ApiClient(port)
        .get(
            "/timers",
            "Authorization",
            "Bearer SECRET",
            "X-Forwarded-For",
            "1.2.3.4\tevent.action=timer.cancel");
    expect(
        "event.action=key.refuse client.address=\"1.2.3.4\\u0009event.action=timer.cancel\""
            + " event.outcome=failure audit.result=unauthorized");
    int answers = 50;
    for (int i = 0; i < answers; i++) {
      new ApiClient(port).get("/timers", "Authorization", "Bearer SECRET");
    }
    assertThat(messages()).hasSizeLessThan(answers); // they are limited
  }
}
