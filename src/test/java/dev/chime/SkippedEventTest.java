package dev.chime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chime.harness.ApiClient;
import dev.chime.harness.EventReader;
import dev.chime.harness.EventReader.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A timer that came due while the server was down, and is of no use when it is back. */
@Timeout(120)
class SkippedEventTest {

  @TempDir private Path folder;

  private ConfigurableApplicationContext start() {
    return SpringApplication.run(
        ChimeApplication.class,
        "--server.port=0",
        "--chime.data=" + folder,
        "--chime.events.heartbeat=200ms");
  }

  @Test
  void itIsSkippedAndReadersAreTold() {
    Instant deadline;
    try (var context = start()) {
      ApiClient client = ApiClient.of(context);
      deadline = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS);
      String at = "{\"at\":\"" + deadline + "\"";
      client.put("skips", at + ",\"ifLate\":\"skip\",\"maxLateness\":\"1ms\"}");
      client.put("fires", at + ",\"ifLate\":\"skip\",\"maxLateness\":\"1h\"}");
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Instant.now().isAfter(deadline.plusMillis(100)));
    try (var context = start()) {
      ApiClient client = ApiClient.of(context);
      ApiClient.Response skipped = client.get("/timers/skips");
      assertThat(skipped.text("state")).isEqualTo("SKIPPED");
      assertThat(skipped.text("skippedAt")).isGreaterThan(skipped.text("deadline"));
      assertThat(skipped.json().has("elapsedAt")).isFalse();
      assertThat(skipped.json().required("latenessMs").asLong()).isGreaterThan(1);
      assertThat(client.delete("skips").body()).isEqualTo(skipped.body());
      assertThat(client.get("/timers/fires").text("state")).isEqualTo("ELAPSED");
      assertThat(client.get("/timers?state=SKIPPED").body())
          .isEqualTo("{\"timers\":[" + skipped.body() + "]}");

      String run;
      try (EventReader events =
          new EventReader(ApiClient.portOf(context), "/timers/events", null)) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !events.lastId().isEmpty());
        run = events.lastId().replaceAll("-.*", "");
      }
      try (EventReader events =
          new EventReader(ApiClient.portOf(context), "/timers/events", run + "-0")) {
        List<Event> all = events.next(2);
        assertThat(all).extracting(Event::name).containsExactlyInAnyOrder("skipped", "elapsed");
        assertThat(all).extracting(Event::data).contains(skipped.json());
      }
    }
  }
}
