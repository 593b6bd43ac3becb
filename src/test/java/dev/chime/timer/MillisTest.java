package dev.chime.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MillisTest {

  @ParameterizedTest
  @CsvSource({
    "2030-01-01T00:00:00Z,           2030-01-01T00:00:00Z,     2030-01-01T00:00:00Z",
    "2030-01-01T00:00:00.000000001Z, 2030-01-01T00:00:00Z,     2030-01-01T00:00:00.001Z",
    "2030-01-01T00:00:00.999999999Z, 2030-01-01T00:00:00.999Z, 2030-01-01T00:00:01Z",
    "1969-12-31T23:59:59.999500Z,    1969-12-31T23:59:59.999Z, 1970-01-01T00:00:00Z"
  })
  void whatHasHappenedIsRoundedDownAndWhatMustNotComeEarlyUp(
      Instant time, Instant floor, Instant ceil) {
    assertThat(Millis.floor(time)).isEqualTo(floor);
    assertThat(Millis.ceil(time)).isEqualTo(ceil);
  }
}
