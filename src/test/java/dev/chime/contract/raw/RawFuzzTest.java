package dev.chime.contract.raw;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.chime.harness.ApiClient;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Random bytes at the socket never get more than a clear refusal. Two thousand requests; with
 * {@code -Dchime.raw=full} fifty thousand. And the fuzz is worth something: faults that were there
 * once are found when they are put in again.
 */
@Timeout(600)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "chime.long-poll.default-wait=5ms",
      "chime.long-poll.max-wait=10ms",
      "chime.events.heartbeat=50ms"
    })
class RawFuzzTest {

  private static final int REQUESTS =
      System.getProperty("chime.raw", "").equals("full") ? 50_000 : 2_000;
  private static final int REQUESTS_FOR_PLANTED_FAULTS = 2_000;
  private static final long SEED = 19;

  private static volatile @Nullable Fault planted;

  /** A fault that the service had once. */
  enum Fault {
    MALFORMED_CONTENT_TYPE_IS_500(
        (request, response) -> {
          String type = request.getHeader("Content-Type");
          boolean isMalformed = type != null && type.toLowerCase(Locale.ROOT).contains("bogus");
          if (isMalformed) {
            response.setStatus(500);
          }
          return isMalformed;
        }),
    TRACE_ECHOES(
        (request, response) -> {
          boolean isTrace = request.getMethod().equals("TRACE");
          if (isTrace) {
            StringBuilder echo = new StringBuilder("TRACE\r\n");
            for (String name : Collections.list(request.getHeaderNames())) {
              echo.append(name).append(": ").append(request.getHeader(name)).append("\r\n");
            }
            write(response, "message/http", echo.toString().getBytes(StandardCharsets.UTF_8));
          }
          return isTrace;
        }),
    OVERLONG_UTF_8_IS_TAKEN(
        (request, response) -> {
          if (!request.getMethod().equals("PATCH")) {
            return false;
          }
          byte[] body = {'{', '"', 'p', '"', ':', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'};
          write(response, "application/json", body);
          return true;
        }),
    YEAR_BEFORE_0000(
        (request, response) -> {
          if (!request.getMethod().equals("PUT")) {
            return false;
          }
          String body = "{\"id\":\"x\",\"deadline\":\"-0001-12-31T10:00:00.000Z\"}";
          write(response, "application/json", body.getBytes(StandardCharsets.UTF_8));
          return true;
        }),
    ERRORS_ARE_HTML(
        (request, response) -> {
          if (!request.getMethod().equals("DELETE")) {
            return false;
          }
          response.setStatus(400);
          write(response, "text/html", "<html></html>".getBytes(StandardCharsets.UTF_8));
          return true;
        });

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final BiPredicate<HttpServletRequest, HttpServletResponse> answer;

    Fault(BiPredicate<HttpServletRequest, HttpServletResponse> answer) {
      this.answer = answer;
    }

    private static void write(HttpServletResponse response, String type, byte[] body) {
      try {
        response.setContentType(type);
        response.getOutputStream().write(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @TestConfiguration
  static class Planting {

    @Bean
    FilterRegistrationBean<Filter> faults() {
      Filter filter =
          (request, response, chain) -> {
            Fault fault = planted;
            if (fault == null
                || !fault.answer.test(
                    (HttpServletRequest) request, (HttpServletResponse) response)) {
              chain.doFilter(request, response);
            }
          };
      FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
      registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
      registration.setAsyncSupported(true);
      return registration;
    }
  }

  @LocalServerPort private int port;

  @AfterEach
  void takeOut() {
    planted = null;
  }

  @Test
  void everyAnswerIsProper() throws IOException {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
    try (RawFuzz fuzz = new RawFuzz(port, Long.getLong("chime.contract.seed", System.nanoTime()))) {
      String wrong = fuzz.run(REQUESTS);
      assertThat(wrong).as(wrong).isNull();
      assertThat(fuzz.answers()).isGreaterThan(REQUESTS * 4 / 5);
    } finally {
      root.detachAppender(log);
    }
    assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
    ApiClient client = new ApiClient(port, Duration.ofSeconds(20));
    String id = client.create("{\"delay\": \"0s\"}");
    assertThat(client.get("/timers/" + id).text("state")).isIn("PENDING", "ELAPSED");
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void plantedFaultsAreFound(Fault fault) throws IOException {
    planted = fault;
    try (RawFuzz fuzz = new RawFuzz(port, SEED)) {
      assertThat(fuzz.run(REQUESTS_FOR_PLANTED_FAULTS)).isNotNull();
    }
  }
}
