package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.delivery.EndpointSettings;
import dev.chime.delivery.Settlement.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private final RetrySchedule even = new RetrySchedule(() -> 0.5);

  private static EndpointSettings settings(boolean permanent4xx) {
    return new EndpointSettings(
        "https://example.com/",
        Map.of(),
        Duration.ofSeconds(15),
        List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)),
        permanent4xx,
        1,
        null,
        EndpointSettings.Body.EVENT);
  }

  private static CallResult answer(int status, @Nullable String retryAfter) {
    return new CallResult(status, "", retryAfter, null);
  }

  private static Result retry(Duration pause) {
    return new Result.Retry(NOW.plus(pause));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void successIsTheEnd(int status) {
    assertThat(even.after(answer(status, null), 1, settings(false), NOW))
        .isEqualTo(new Result.Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 301, 302, 400, 404, 408, 429, 500, 503})
  void failuresAreRepeatedAfterEachPauseAndThenGivenUp(int status) {
    CallResult failure = answer(status, null);
    assertThat(even.after(failure, 1, settings(false), NOW))
        .isEqualTo(retry(Duration.ofSeconds(5)));
    assertThat(even.after(failure, 2, settings(false), NOW))
        .isEqualTo(retry(Duration.ofMinutes(5)));
    assertThat(even.after(failure, 3, settings(false), NOW)).isEqualTo(new Result.Dead());
  }

  @Test
  void withoutAnAnswerItIsRepeated() {
    assertThat(even.after(CallResult.failed("no answer"), 1, settings(true), NOW))
        .isEqualTo(retry(Duration.ofSeconds(5)));
  }

  @Test
  void whoIsGoneMayComeBack() {
    assertThat(even.after(answer(410, null), 1, settings(true), NOW))
        .isEqualTo(retry(Duration.ofSeconds(5)));
    assertThat(RetrySchedule.isGone(answer(410, null))).isTrue();
    assertThat(RetrySchedule.isGone(answer(404, null))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "400,true",
    "404,true",
    "422,true",
    "408,false",
    "425,false",
    "429,false",
    "500,false"
  })
  void some4xxMayBePermanent(int status, boolean isDead) {
    assertThat(even.after(answer(status, null), 1, settings(true), NOW))
        .isEqualTo(isDead ? new Result.Dead() : retry(Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "60|60",
        "5|5",
        "1|5",
        "0|5",
        "99999999|86400",
        "soon|5",
        "-3|5",
        "|5",
        "99999999999999999999|5",
        "Tue, 01 Jan 2030 00:02:00 GMT|120",
        "Mon, 31 Dec 2029 00:00:00 GMT|5"
      },
      delimiter = '|')
  void retryAfterIsHonouredWhereItIsLater(@Nullable String header, int seconds) {
    assertThat(even.after(answer(503, header), 1, settings(false), NOW))
        .isEqualTo(retry(Duration.ofSeconds(seconds)));
  }

  @Test
  void pausesAreSpread() {
    CallResult failure = answer(500, null);
    assertThat(new RetrySchedule(() -> 0).after(failure, 1, settings(false), NOW))
        .isEqualTo(retry(Duration.ofMillis(4500)));
    assertThat(new RetrySchedule(() -> 1).after(failure, 1, settings(false), NOW))
        .isEqualTo(retry(Duration.ofMillis(5500)));
  }
}
