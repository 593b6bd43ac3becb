package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.harness.Parking;
import dev.chime.timer.service.TimerService;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who waits for a timer goes on waiting when it is rescheduled. */
@ApiTest
class RescheduleWaitTest {

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private CompletableFuture<Response> park(String id, String... headers) {
    return Parking.park(client, timers, id, headers);
  }

  @Test
  void anEarlierDeadlineIsAnsweredAtItsTime() {
    String id = client.create("{\"delay\":\"1h\"}");
    var parked = park(id);
    Response moved = client.patch(id, "{\"delay\":\"200ms\"}");
    assertElapsed(parked.join(), moved.text("deadline"));
  }

  @Test
  void aLaterDeadlineIsNotAnsweredBeforeItsTime() {
    String id = client.create("{\"delay\":\"2s\"}");
    var parked = park(id);
    Response moved = client.patch(id, "{\"delay\":\"3s\"}");
    assertThat(moved.status()).isEqualTo(200);
    assertElapsed(parked.join(), moved.text("deadline"));
  }

  private static void assertElapsed(Response answer, String deadline) {
    assertThat(Instant.now()).isAfterOrEqualTo(Instant.parse(deadline));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("state")).isEqualTo("ELAPSED");
    assertThat(answer.text("deadline")).isEqualTo(deadline);
    assertThat(answer.header("ETag")).isEqualTo("\"3\"");
    assertThat(Instant.parse(answer.text("elapsedAt"))).isAfterOrEqualTo(Instant.parse(deadline));
  }

  @Test
  void whoWaitsForAChangeHearsOfEachKindOfIt() {
    String id = client.create("{\"delay\":\"1h\"}");
    var first = park(id, "If-None-Match", "\"1\"");
    client.patch(id, "{\"delay\":\"2h\"}");
    assertThat(first.join().status()).isEqualTo(200);
    assertThat(first.join().header("ETag")).isEqualTo("\"2\"");
    assertThat(first.join().text("state")).isEqualTo("PENDING");

    var second = park(id, "If-None-Match", "\"2\"");
    client.patch(id, "{\"payload\":1}");
    assertThat(second.join().header("ETag")).isEqualTo("\"3\"");
    assertThat(second.join().body()).contains("\"payload\":1");
  }
}
