package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.EventReader;
import dev.chime.timer.service.TimerService;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/** A server that stops answers every parked request first. */
@Timeout(120)
class ShutdownTest {

  private static final int PARKED = 50;
  private static final Duration WELL_WITHIN_THE_WAIT = Duration.ofSeconds(10);

  @Test
  void parkedRequestsAreAnsweredWithTheTimerAsItStands() {
    CompletableFuture<?> answers;
    List<CompletableFuture<Response>> parked;
    long start;
    try (var context = SpringApplication.run(ChimeApplication.class, "--server.port=0")) {
      var server = ((WebServerApplicationContext) context).getWebServer();
      ApiClient client = new ApiClient(server.getPort());
      String id = client.create("{\"delay\":\"1h\"}");
      parked =
          Stream.generate(() -> client.getAsync("/timers/" + id, "Prefer", "wait=60"))
              .limit(PARKED)
              .toList();
      TimerService timers = context.getBean(TimerService.class);
      await().until(() -> timers.waiting() == PARKED);
      answers = CompletableFuture.allOf(parked.toArray(CompletableFuture[]::new));
      start = System.nanoTime();
    }
    answers.join();
    Duration stopping = Duration.ofNanos(System.nanoTime() - start);

    assertThat(parked.stream().map(CompletableFuture::join))
        .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200))
        .allSatisfy(answer -> assertThat(answer.text("state")).isEqualTo("PENDING"))
        .allSatisfy(answer -> assertThat(answer.header("Preference-Applied")).isEqualTo("wait=60"));
    assertThat(stopping).isLessThan(WELL_WITHIN_THE_WAIT);
  }

  @Test
  void whoHasSentHalfABodyIsToldWhy() throws IOException {
    try (var context = SpringApplication.run(ChimeApplication.class, "--server.port=0");
        RawHttp http = new RawHttp(ApiClient.portOf(context))) {
      http.send(
          String.join(
              "\r\n",
              "POST /timers HTTP/1.1",
              "Host: localhost",
              "Content-Type: application/json",
              "Content-Length: 100",
              "Expect: 100-continue",
              "",
              ""));
      http.readUntil("\r\n\r\n"); // to go on: the body is waited for
      http.send("{\"delay\":");
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(context::close);
      RawAnswer.parse(http.readAll()).assertProblem(408, "body");
      stopping.join();
    }
  }

  @Test
  void streamsOfEventsEnd() {
    EventReader all;
    EventReader one;
    long start;
    try (var context = SpringApplication.run(ChimeApplication.class, "--server.port=0")) {
      int port = ((WebServerApplicationContext) context).getWebServer().getPort();
      String id = new ApiClient(port).create("{\"delay\":\"1h\"}");
      all = new EventReader(port, "/timers/events", null);
      one = new EventReader(port, "/timers/" + id + "/events", null);
      assertThat(one.next().name()).isEqualTo("state");
      start = System.nanoTime();
    }
    assertThat(all.rest()).isEmpty();
    assertThat(one.rest()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WELL_WITHIN_THE_WAIT);
  }
}
