package dev.chime.web;

import static dev.chime.web.ProblemAssertions.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.timer.service.TimerService;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Cancelling all timers that have some labels. */
@ApiTest
class CancelByLabelTest {

  @LocalServerPort private int port;
  @Autowired private TimerService timers;
  private ApiClient client;
  private final String test = UUID.randomUUID().toString();

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @AfterEach
  void cancel() {
    client.cancelAll();
  }

  private String create(String delay, String label) {
    return client.create(
        "{\"delay\":\"%s\",\"labels\":{\"test\":\"%s\",\"kind\":\"%s\"}}"
            .formatted(delay, test, label));
  }

  private Response cancel(String query) {
    return client.send("DELETE", "/timers" + query, BodyPublishers.noBody());
  }

  private String state(String id) {
    return client.get("/timers/" + id + "?wait=0").text("state");
  }

  @Test
  void onlyPendingTimersThatHaveAllLabelsAreCancelledAndCounted() {
    String elapsed = create("0s", "a");
    client.get("/timers/" + elapsed);
    String first = create("1h", "a");
    String second = create("2h", "a");
    String other = create("1h", "b");
    var parked = client.getAsync("/timers/" + first + "?wait=60s");
    await().until(() -> timers.waiting() == 1);

    Response answer = cancel("?label=test:" + test + "&label=kind:a");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"cancelled\":2}");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(parked.join().text("state")).isEqualTo("CANCELLED");
    assertThat(state(second)).isEqualTo("CANCELLED");
    assertThat(state(elapsed)).isEqualTo("ELAPSED");
    assertThat(state(other)).isEqualTo("PENDING");
    assertThat(cancel("?label=test:" + test + "&label=kind:a").body())
        .isEqualTo("{\"cancelled\":0}");
    assertThat(cancel("?label=test:" + test).body()).isEqualTo("{\"cancelled\":1}");
  }

  @Test
  void aValueMayHaveCommas() {
    create("1h", "a,b");
    create("1h", "a");
    assertThat(cancel("?label=kind:a,b").body()).isEqualTo("{\"cancelled\":1}");
  }

  @Test
  void moreThanAPage() {
    for (int i = 0; i < 11; i++) {
      String item = "{\"delay\":\"1h\",\"labels\":{\"test\":\"" + test + "\"}}";
      client.send("POST", "/timers/batch", "[" + (item + ",").repeat(99) + item + "]");
    }
    assertThat(cancel("?label=test:" + test).body()).isEqualTo("{\"cancelled\":1100}");
  }

  @Test
  void withoutALabelNothingIsCancelled() {
    String id = create("1h", "a");
    assertProblem(cancel(""), 400, "label");
    assertProblem(cancel("?label="), 400, "label");
    assertProblem(cancel("?label=kind"), 400, "label");
    assertProblem(cancel("?state=PENDING"), 400, "label");
    assertThat(state(id)).isEqualTo("PENDING");
  }
}
