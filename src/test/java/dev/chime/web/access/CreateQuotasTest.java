package dev.chime.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chime.timer.Namespace;
import dev.chime.web.problem.InvalidRequestException;
import dev.chime.web.problem.LimitExceededException;
import dev.chime.web.problem.Problems;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletResponse;

/** How long clients are told to wait before they create more. */
class CreateQuotasTest {

  private static CreateQuotas quotas(long perSecond, long burst) {
    return new CreateQuotas(new Quotas(new Quota(0, perSecond, burst, 0), Map.of()));
  }

  private static void take(CreateQuotas quotas, int count) {
    quotas.take(Namespace.DEFAULT, count, new MockHttpServletResponse());
  }

  private static long retryAfter(CreateQuotas quotas, int count) {
    LimitExceededException e =
        catchThrowableOfType(LimitExceededException.class, () -> take(quotas, count));
    String header = Problems.of(e).getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
    return Long.parseLong(String.valueOf(header));
  }

  @Test
  void theLongestWaitIsForAsManyAsMayBeCreatedAtOnce() {
    CreateQuotas quotas = quotas(1, 1000);
    take(quotas, 1000);
    assertThat(retryAfter(quotas, 1000)).isBetween(900L, 1000L);
    assertThat(retryAfter(quotas, 1)).isEqualTo(1);
  }

  @Test
  void whatMayNeverBeCreatedAtOnceIsNotForLater() {
    CreateQuotas quotas = quotas(1, 4);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> take(quotas, 5))
        .withMessage("body must have at most 4 items, since no more timers may be created at once");
    take(quotas, 4);
    assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> take(quotas, 5));
    assertThat(retryAfter(quotas, 4)).isBetween(1L, 4L);
  }

  @ParameterizedTest
  @CsvSource({"1, 1000000000", "1000000000, 1000000000", "1000000000, 1"})
  void theLargestQuotasCanBeTold(long perSecond, long burst) {
    MockHttpServletResponse response = new MockHttpServletResponse();
    quotas(perSecond, burst).take(Namespace.DEFAULT, 1, response);
    assertThat(response.getHeader("RateLimit")).isEqualTo("\"creates\";r=" + (burst - 1) + ";t=1");
  }
}
