package dev.chime.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiTest;
import dev.chime.harness.Scrape;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiTest
class PrometheusTest {

  @LocalServerPort private int port;
  @Autowired private ChimeProperties properties;
  private ApiClient client;

  @BeforeEach
  void connect() {
    client = new ApiClient(port);
  }

  @ParameterizedTest
  @CsvSource({
    "chime_tasks_pending, gauge",
    "chime_tasks_woken_total, counter",
    "chime_tasks_polled_total, counter",
    "chime_tasks_completed_total, counter",
    "chime_tasks_failed_total, counter",
    "chime_timers_armed, gauge",
    "chime_waiters, gauge",
    "chime_timers_created_total, counter",
    "chime_timers_elapsed_total, counter",
    "chime_timers_cancelled_total, counter",
    "chime_timer_lateness_seconds, histogram"
  })
  void everyNameHasItsTypeAndSomeWordsOfHelp(String name, String type) {
    List<String> lines = Scrape.of(client).lines();
    assertThat(lines).contains("# TYPE " + name + " " + type);
    assertThat(lines)
        .filteredOn(line -> line.startsWith("# HELP " + name + " "))
        .singleElement()
        .asString()
        .containsPattern("^# HELP \\S+( \\S+){2,}$");
    String sample = type.equals("histogram") ? name + "_count" : name;
    assertThat(Scrape.of(client).value(sample)).isNotNegative();
  }

  @Test
  void nothingOfOursIsWithoutHelp() {
    List<String> lines = Scrape.of(client).lines();
    assertThat(lines)
        .filteredOn(line -> line.startsWith("# TYPE chime_"))
        .isNotEmpty()
        .map(line -> line.replaceAll("# TYPE (\\S+) .*", "# HELP $1 "))
        .allSatisfy(start -> assertThat(lines).anyMatch(line -> line.startsWith(start)));
  }

  @Test
  void latenessHasBucketsFrom100MicrosecondsTo10Seconds() {
    List<String> bounds =
        Scrape.of(client).lines().stream()
            .filter(line -> line.startsWith("chime_timer_lateness_seconds_bucket{"))
            .map(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
            .toList();
    assertThat(bounds)
        .containsExactly(
            "1.0E-4", "2.0E-4", "5.0E-4", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1",
            "0.2", "0.5", "1.0", "2.0", "5.0", "10.0", "+Inf");
  }

  @Test
  void latenessCountsEveryTimerThatElapsed() {
    long before = Scrape.of(client).value("chime_timer_lateness_seconds_count");
    for (int i = 0; i < 10; i++) {
      client.get("/timers/" + client.create("{\"delay\":\"1ms\"}"));
    }
    client.delete(client.create("{\"delay\":\"1h\"}"));
    Scrape after = Scrape.of(client);
    assertThat(after.value("chime_timer_lateness_seconds_count")).isEqualTo(before + 10);
    assertThat(after.value("chime_timers_elapsed_total"))
        .isEqualTo(after.value("chime_timer_lateness_seconds_count"));
    assertThat(after.value("chime_timer_lateness_seconds_bucket{le=\"+Inf\"}"))
        .isEqualTo(before + 10);
  }

  /** Alerts compare with them. */
  @Test
  void limitsAreThoseOfTheConfiguration() {
    Scrape scrape = Scrape.of(client);
    assertThat(scrape.value("chime_waiters_limit")).isEqualTo(properties.longPoll().maxParked());
    assertThat(scrape.value("chime_timers_pending_limit"))
        .isEqualTo(properties.store().maxPending());
    assertThat(scrape.value("chime_nodes_expected")).isEqualTo(properties.expectedNodes());
  }

  /** And not the one that the server was started on. */
  @Test
  void theDiskIsTheOneThatTimersAreOn() {
    String path = "{path=\"" + properties.dataFolder().toAbsolutePath() + "\"}";
    Scrape scrape = Scrape.of(client);
    assertThat(scrape.value("disk_total_bytes" + path)).isPositive();
    assertThat(scrape.value("disk_free_bytes" + path)).isPositive();
    assertThat(scrape.lines()).filteredOn(line -> line.startsWith("disk_free_bytes{")).hasSize(1);
  }

  @Test
  void metricsCanAlsoBeReadOneByOne() {
    assertThat(client.get("/actuator/metrics").body())
        .contains("chime.timers.created", "chime.waiters", "chime.timer.lateness");
    assertThat(client.get("/actuator/metrics/chime.waiters").json().at("/measurements/0/value"))
        .hasToString("0.0");
  }
}
