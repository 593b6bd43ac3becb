package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.harness.ApiClient;
import dev.chime.harness.ApiClient.Response;
import dev.chime.harness.ApiTest;
import dev.chime.web.RawAnswer;
import dev.chime.web.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Answers are dated when they are given. */
@ApiTest
class DateTest {

  @LocalServerPort private int port;

  private static Instant parse(@Nullable String date) {
    assertThat(date).isNotNull();
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
  }

  /** The server may keep the date of a second until the next one has begun. */
  private static void assertGivenAfter(@Nullable String date, Instant earliest) {
    assertThat(parse(date))
        .isAfterOrEqualTo(earliest.truncatedTo(ChronoUnit.SECONDS))
        .isBeforeOrEqualTo(Instant.now());
  }

  @Test
  void oneThatWaitedUntilTheTimerElapsed() {
    ApiClient client = new ApiClient(port);
    String id = client.create("{\"delay\":\"2500ms\"}");
    Response answer = client.get("/timers/" + id);
    assertThat(answer.text("state")).isEqualTo("ELAPSED");
    assertGivenAfter(answer.header("Date"), Instant.parse(answer.text("elapsedAt")));
  }

  @Test
  void oneThatWaitedInVain() {
    ApiClient client = new ApiClient(port);
    String id = client.create("{\"delay\":\"1h\"}");
    Instant start = Instant.now();
    Response answer = client.get("/timers/" + id + "?wait=2500ms", "If-None-Match", "\"1\"");
    assertThat(answer.status()).isEqualTo(304);
    assertGivenAfter(answer.header("Date"), start.plusMillis(2_500));
    client.delete(id);
  }

  @Test
  void oneToABodyThatTookItsTime() throws IOException {
    String body = "{\"delay\":\"nonsense\"}";
    try (RawHttp http = new RawHttp(port)) {
      http.send(
          "POST /timers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n");
      LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
      Instant last = Instant.now();
      http.send(body);
      RawAnswer answer = RawAnswer.parse(http.readAll()).assertProblem(400, "delay");
      assertGivenAfter(answer.header("Date"), last);
    }
  }
}
