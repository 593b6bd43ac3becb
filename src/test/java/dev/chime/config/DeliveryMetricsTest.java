package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.async.Executor;
import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.harness.Scrape;
import dev.chime.timer.Destination;
import dev.chime.timer.Due;
import dev.chime.timer.Namespace;
import dev.chime.timer.TimerDraft;
import dev.chime.timer.service.TimerService;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Deliveries, and those who wait for them, are counted. */
@ApiTest
class DeliveryMetricsTest {

  private static final String QUEUE = "counted";
  private static final String LEASED = "chime_deliveries{state=\"leased\"}";

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @Test
  void theyFollowAClaim() throws InterruptedException {
    long parked = Scrape.of(client).value("chime_claims_parked");
    CompletableFuture<Response> claim =
        client.sendAsync("POST", "/queues/" + QUEUE + "/claim?wait=20s", BodyPublishers.noBody());
    await().until(() -> Scrape.of(client).value("chime_claims_parked") == parked + 1);
    long leased = Scrape.of(client).value(LEASED);
    Executor.blockOn(
        timers.create(
            Namespace.DEFAULT,
            new TimerDraft(
                new Due.After(Duration.ZERO), null, null, Map.of(), new Destination.Queue(QUEUE))));
    String answer = claim.join().body();
    assertThat(answer).contains("token");
    Scrape after = Scrape.of(client);
    assertThat(after.value("chime_claims_parked")).isEqualTo(parked);
    assertThat(after.value(LEASED)).isEqualTo(leased + 1);
    assertThat(after.value("chime_deliveries{state=\"dead\"}")).isNotNegative();
  }
}
