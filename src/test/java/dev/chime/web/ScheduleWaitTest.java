package dev.chime.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.harness.Parking;
import dev.chime.timer.service.TimerService;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whoever waits for an occurrence hears of what becomes of it when its schedule is changed. */
@ApiTest
class ScheduleWaitTest {

  private static final String PATH = "/schedules/waited-for";

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void delete() {
    client.send("DELETE", PATH, BodyPublishers.noBody());
    client.cancelAll();
  }

  private Response put(String body) {
    Response put = client.send("PUT", PATH, body);
    assertThat(put.status()).as(put.body()).isIn(200, 201);
    return put;
  }

  private CompletableFuture<Response> parkedOn(Response schedule) {
    return Parking.park(client, timers, schedule.json().at("/pending/id").asString());
  }

  /** Long before the wait would end by itself. */
  private static Response answer(CompletableFuture<Response> parked) {
    return parked.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void aPauseAnswers() {
    var parked = parkedOn(put("{\"every\":\"1h\"}"));
    client.send("POST", PATH + "/pause", BodyPublishers.noBody());
    assertThat(answer(parked).text("state")).isEqualTo("CANCELLED");
  }

  @Test
  void aDeletionAnswers() {
    var parked = parkedOn(put("{\"every\":\"1h\"}"));
    client.send("DELETE", PATH, BodyPublishers.noBody());
    assertThat(answer(parked).text("state")).isEqualTo("CANCELLED");
  }

  @Test
  void anotherIntervalAnswers() {
    var parked = parkedOn(put("{\"every\":\"1h\"}"));
    put("{\"every\":\"2h\"}");
    assertThat(answer(parked).text("state")).isEqualTo("CANCELLED");
  }

  /** The occurrence stays the same one, at another place in its window. */
  @Test
  void anEarlierPlaceInTheWindowIsWaitedFor() {
    Instant from = Instant.now().plus(Duration.ofSeconds(2));
    String rest = "\"from\":\"" + from + "\",\"every\":\"2d\"";
    var parked = parkedOn(put("{" + rest + ",\"flexible\":\"24h\"}"));
    Response moved = put("{" + rest + "}");
    Response answered = answer(parked);
    assertThat(answered.text("state")).isEqualTo("ELAPSED");
    assertThat(answered.text("deadline"))
        .isEqualTo(moved.json().at("/pending/deadline").asString());
    assertThat(Instant.now()).isAfterOrEqualTo(from);
  }
}
