package dev.chime.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.HandlerMapping;

/** Requests are timed under the names and tags of Spring's observations. */
class RequestTimerTest {

  private final SimpleMeterRegistry ours = new SimpleMeterRegistry();
  private final SimpleMeterRegistry springs = new SimpleMeterRegistry();

  private Filter springFilter() {
    ObservationRegistry observations = ObservationRegistry.create();
    observations
        .observationConfig()
        .observationHandler(new DefaultMeterObservationHandler(springs));
    return new ServerHttpObservationFilter(observations);
  }

  /** All meters by name and tags, with their counts. */
  private static Map<String, Double> counts(SimpleMeterRegistry registry) {
    return registry.getMeters().stream()
        .collect(Collectors.toMap(meter -> meter.getId().toString(), RequestTimerTest::count));
  }

  private static double count(Meter meter) {
    double count = -1;
    for (var each : meter.measure()) {
      boolean isCount =
          each.getStatistic() == Statistic.COUNT || each.getStatistic() == Statistic.ACTIVE_TASKS;
      count = isCount ? each.getValue() : count;
    }
    return count;
  }

  private static @Nullable Throwable pass(
      Filter filter,
      String method,
      int status,
      @Nullable String pattern,
      @Nullable Exception thrown) {
    MockHttpServletRequest request = new MockHttpServletRequest(method, "/timers/x");
    MockHttpServletResponse response = new MockHttpServletResponse();
    FilterChain chain =
        (asked, answer) -> {
          if (pattern != null) {
            asked.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, pattern);
            ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(context -> context.setPathPattern(pattern));
          }
          response.setStatus(status);
          switch (thrown) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Exception e -> throw new ServletException(e);
          }
        };
    return catchThrowable(() -> filter.doFilter(request, response, chain));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  200, /timers/{id}",
    "POST, 201, /timers",
    "GET,  304, /timers/{id}",
    "GET,  304,",
    "GET,  404, /timers/{id}",
    "GET,  404,",
    "PUT,  412, /timers/{id}",
    "GET,  503, /timers/{id}",
    "FOO,  405,",
    "GET,  299, /timers/{id}",
    "GET,  200, ''",
    "QUERY,405,",
  })
  void namesAndTagsAreSprings(String method, int status, @Nullable String pattern) {
    pass(new RequestTimer(ours), method, status, pattern, null);
    pass(springFilter(), method, status, pattern, null);
    assertThat(counts(ours)).isEqualTo(counts(springs)).hasSize(2);
  }

  @Test
  void soAreThoseOfFailures() {
    for (Exception failure :
        new Exception[] {new IllegalStateException(), new InterruptedException()}) {
      Throwable thrown = pass(new RequestTimer(ours), "GET", 200, "/timers", failure);
      assertThat(thrown).isInstanceOfAny(IllegalStateException.class, ServletException.class);
      pass(springFilter(), "GET", 200, "/timers", failure);
    }
    assertThat(counts(ours)).isEqualTo(counts(springs)).hasSize(3);
  }

  @Test
  void aParkedRequestIsActiveUntilItIsAnswered() throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/timers/x");
    request.setAsyncSupported(true);
    new RequestTimer(ours)
        .doFilter(request, new MockHttpServletResponse(), (asked, answer) -> asked.startAsync());
    LongTaskTimer active = ours.get("http.server.requests.active").longTaskTimer();
    assertThat(active.activeTasks()).isEqualTo(1);
    assertThat(ours.find("http.server.requests").timer()).isNull();

    ((MockAsyncContext) Objects.requireNonNull(request.getAsyncContext())).complete();
    assertThat(active.activeTasks()).isZero();
    assertThat(ours.get("http.server.requests").timer().count()).isEqualTo(1);
  }
}
