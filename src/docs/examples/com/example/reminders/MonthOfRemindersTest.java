package com.example.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.ChimeApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests a month of reminders in a second: Chime runs in the test, and its clock is turned. */
class MonthOfRemindersTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private static Path data;

  private static ConfigurableApplicationContext chime;
  private static URI address;

  @BeforeAll
  static void startChime() {
    chime =
        SpringApplication.run(
            ChimeApplication.class,
            "--server.port=0",
            "--chime.data=" + data,
            "--chime.test-namespaces.default.start=2030-01-01T00:00:00Z");
    int port = ((WebServerApplicationContext) chime).getWebServer().getPort();
    address = URI.create("http://127.0.0.1:" + port);
  }

  @AfterAll
  static void stopChime() {
    chime.close();
  }

  private static JsonNode send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    }
  }

  @Test
  void eachMorningOfAMonthHasAReminder() throws IOException, InterruptedException {
    send(
        "PUT",
        "/schedules/reminder",
        """
        {"cron": "0 9 * * *", "zone": "Europe/Berlin",
         "timer": {"payload": {"text": "Drink water"}, "deliver": {"queue": "reminders"}}}\
        """);

    JsonNode turned = send("POST", "/clock/advance", "{\"by\": \"P31D\"}");
    assertThat(turned.required("outcomes").asInt()).isEqualTo(31);
    assertThat(turned.required("now").asString()).isEqualTo("2030-02-01T00:00:00.000Z");

    JsonNode claimed = send("POST", "/queues/reminders/claim?max=100", "");
    List<String> mornings =
        StreamSupport.stream(claimed.required("deliveries").spliterator(), false)
            .map(delivery -> delivery.at("/timer/elapsedAt").asString())
            .toList();
    assertThat(mornings)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 31)
                .mapToObj("2030-01-%02dT08:00:00.000Z"::formatted)
                .toList());
  }
}
